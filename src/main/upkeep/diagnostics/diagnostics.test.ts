import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openPromise } from 'yauzl'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { lookAtJobs } from '../../jobs'
import { appPaths, silentLog, systemClock } from '../../kit'
import { PluginManager } from '../../plugins'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'
import { saveDiagnostics } from '..'
import { redactor } from './redact'

let temp: TempFolder
beforeEach(() => (temp = new TempFolder()))
afterEach(() => {
  vi.unstubAllEnvs()
  temp[Symbol.dispose]()
})

/** Each is planted in every place below; none may be in the zip, in whatever spelling. */
const secrets = {
  token: 'plugh-xyzzy-94031',
  key: 'sk-proj-Zq81LmPo2Xw7Yt5Vn3',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.TJVA95OrM7E2cBab30RM',
  github: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  mail: 'ada.lovelace@analytical.example',
  host: 'studio-nas.internal',
  address: 'https://registry.secret-label.com/npm?who=ada',
  ip: '192.168.17.23',
  home: '/home/ada/Music/unreleased.wav',
  windows: String.raw`C:\Users\Ada\Songs\unreleased.wav`,
  drive: '/mnt/vault/Unreleased Album/hit.wav',
  prompt: 'a sad waltz for my late grandmother Edith',
  hex: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
}
/** What of each would be telling by itself. */
const telling = [
  ...Object.values(secrets),
  ...[
    'ada.lovelace',
    'secret-label',
    'studio-nas',
    'Edith',
    'grandmother',
    'unreleased',
    'vault',
    'Album',
    'hit.wav',
  ],
]

function write(path: string, content: string | object): void {
  const full = temp.at('home', path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
}

function plant(): string {
  const all = Object.values(secrets).join(' ; ')
  const { token, key, host, prompt, address } = secrets
  write('config/services.json', { services: [{ url: `https://${host}`, token }] })
  write('config/language.json', { provider: 'openai', key, url: address })
  write('data/registries.json', { registries: [{ name: 'r', address, kind: 'npm', token }] })
  write(
    'config/config.yaml',
    `# ${all}\nplugins:\n  builtin:\n    gpio:\n      enabled: false\n      password: ${token}\n      who: ${prompt}\n  custom:\n    - name: ${host}\n`,
  )
  write('config/policy.yaml', `sources:\n  allowed: ['${address}']\n`)
  write(
    'logs/studio.log',
    [
      JSON.stringify({
        level: 50,
        msg: `died of ${all}`,
        prompt,
        token,
        path: secrets.home,
        user: userInfo().username,
      }),
      JSON.stringify({
        level: 30,
        [all]: 1,
        nested: [{ apiKey: key, deep: { authorization: token } }],
      }),
      `no json ${all} on ${hostname()} in ${homedir()}/x`,
    ].join('\n'),
  )
  write(
    'logs/permissions.jsonl',
    JSON.stringify({ plugin: 'p', right: 'network', target: host, detail: `GET ${address}` }),
  )
  write(
    'logs/plugins/gpio.log',
    JSON.stringify({ time: 1, level: 'error', plugin: 'gpio', text: all }),
  )
  write('data/plugins/broken/plugin.json', { id: all })
  write('data/plugins/odd/plugin.json', {
    ...{ id: 'odd', name: 'Odd', version: '1.0.0', api: 1, author: secrets.mail, licence: 'MIT' },
    ...{
      description: all.slice(0, 480),
      category: 'Odd',
      requires: {
        os: ['darwin', 'win32', 'linux'].filter(os => os !== process.platform),
        reason: all.slice(0, 120),
      },
    },
    permissions: [{ right: 'network', scope: [host], why: prompt }],
  })
  return all
}

async function unpacked(path: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  const zip = await openPromise(path)
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  }
  return files
}

describe('S1-39 diagnostics', () => {
  test('secrets that were planted everywhere are nowhere in the bundle', async () => {
    vi.stubEnv('WIREHARP_HOME', temp.at('home'))
    plant()
    const paths = appPaths({ WIREHARP_HOME: temp.at('home') })
    {
      await using jobs = unwrap(
        lookAtJobs({ paths, clock: systemClock, log: silentLog, works: true }),
      )
      jobs.register({
        kind: 'test/sing',
        lane: 'cpu',
        input: z.object({ prompt: z.string() }),
        title: ({ prompt }: { prompt: string }) => prompt,
        run: () => Promise.reject(new Error(secrets.prompt)),
      })
      unwrap(jobs.create('test/sing', { prompt: secrets.prompt }))
    }
    await using plugins = new PluginManager({
      ...{ builtIn: temp.at('none'), paths, clock: systemClock, log: silentLog, env: {} },
    })
    const env = { SOME_API_TOKEN: secrets.token }
    const saved = unwrap(await saveDiagnostics({ paths, plugins, face: 'test', env }))
    expect(statSync(saved.path).mode & 0o077).toBe(0)
    const files = await unpacked(saved.path)
    expect([...files.keys()].toSorted()).toEqual([
      'about.json',
      'config.yaml',
      'crashes.json',
      'doctor.json',
      'jobs.json',
      'logs/permissions.jsonl',
      'logs/plugins/gpio.log',
      'logs/studio.log',
      'metrics.json',
      'plugins.json',
      'policy.yaml',
      'status.json',
    ])
    const found = [...files].flatMap(([name, content]) =>
      telling
        .filter(secret => content.toLowerCase().includes(secret.toLowerCase()))
        .map(secret => `${name}: ${secret}`),
    )
    expect(found).toEqual([])
    const all = [...files.values()].join('\n')
    expect(all).not.toContain(temp.path)
    for (const own of [homedir(), hostname(), userInfo().username]) {
      expect(all).not.toMatch(new RegExp(`(?<![\\w-])${own}(?![\\w-])`, 'i'))
    }
    // And it tells what it is for.
    expect(files.get('plugins.json')).toContain('"state": "skipped"')
    expect(files.get('plugins.json')).toContain('Talk to the network')
    expect(files.get('doctor.json')).toContain('plugin-manifest-invalid')
    expect(files.get('crashes.json')).toContain('died of')
    expect(files.get('jobs.json')).toContain('test/sing')
    expect(files.get('config.yaml')).toMatch(/gpio:\n +enabled: false/)
    expect(files.get('about.json')).toContain(process.versions.v8)
  })

  test('what is not private stays: codes, versions, files of the app and their lines', () => {
    const { text } = redactor({
      folders: [
        ['/opt/wireharp', '<app>'],
        ['/home/ada', '~'],
      ],
      names: [['ada', '<user>']],
      secrets: [],
    })
    for (const plain of [
      'error script-timeout: The plugin took 12.5 ms of 2.7, version 1.2.0-beta.1',
      '2026-11-21T20:00:00.000Z  warn   two three',
      '@acme/tremolo/tremolo at main.ts:12:3, 50/60 Hz, and/or',
      'listening on http://127.0.0.1:40123/',
      'Canada is no name of a user',
      'At /requires/arch/0: Invalid option',
    ]) {
      expect(text(plain)).toBe(plain)
    }
    expect(text('at run (file:///opt/wireharp/out/main/cli.js:10:2)')).toBe(
      'at run (file://<app>/out/main/cli.js:10:2)',
    )
    expect(text('Ada opened /home/ada/Songs/a.wireharp and /mnt/x/b.wav')).toBe(
      '<user> opened ~/Songs/a.wireharp and <path>.wav',
    )
  })
})
