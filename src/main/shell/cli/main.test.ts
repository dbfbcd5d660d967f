import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RenderReport } from '#shared/contract'
import { emptyProject, PROJECT_VERSION } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import type { RenderFileOptions } from '../../exports'
import type * as Places from './commands/places'
import { main } from './main'

const report: RenderReport = {
  frames: 96_000,
  channels: 2,
  sampleRate: 48_000,
  seconds: 2,
  renderMs: 20,
  realtimeFactor: 100,
  sha256: 'a'.repeat(64),
  peakDb: -6,
  bypassed: [],
  reused: 0,
  format: 'wav24',
  files: [{ path: 'b.wav', name: 'Mix' }],
  warnings: [],
}
let render: (options: RenderFileOptions) => Promise<Result<RenderReport>>
vi.mock('../../exports', () => ({ renderFile: (options: RenderFileOptions) => render(options) }))
vi.mock('./commands/places', async original => {
  const real = await original<typeof Places>()
  const below = (name: string) => join(folder, 'home', name)
  const paths = () => ({
    data: below('data'),
    config: below('config'),
    cache: below('cache'),
    logs: below('logs'),
  })
  return {
    ...real,
    openPlugins: () => real.openPlugins({}, { builtIn: join(folder, 'plugins'), paths: paths() }),
    resourcesFolder: () => join(folder, 'resources'),
  }
})

let folder = ''
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-cli-')))
  for (const name of [
    'plugins/output',
    'plugins/broken',
    'resources/templates',
    'resources/demos',
  ]) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await writeFile(join(folder, 'plugins/output/plugin.json'), JSON.stringify(outputPlugin))
  await writeFile(join(folder, 'plugins/broken/plugin.json'), '{"id": 7}')
  const template = canonicalJson(emptyProject('t', 'T'))
  await writeFile(join(folder, 'resources/templates/beat.wireharp'), template)
  render = async () => ok(report)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const outputPlugin = {
  id: 'output',
  name: 'Output',
  version: '1.0.0',
  api: 1,
  author: 'Tests',
  description: 'Where sound leaves.',
  licence: 'Apache-2.0',
  category: 'Mixing',
  nodes: {
    output: {
      label: 'Output',
      description: 'What comes in\u001b[31m is heard.',
      kind: 'output',
      inputs: { in: { kind: 'audio' } },
      params: {
        level: { kind: 'number', label: 'Level', unit: 'dB', min: -72, max: 12, default: 0 },
      },
      dsp: {
        form: 'kernels',
        kernels: { gain: { kernel: 'gain', params: { gain: { param: 'level', as: 'gain' } } } },
        cables: ['in -> gain.in'],
      },
    },
  },
}

/** Runs a command line as a shell would. */
async function run(line: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const status: string[] = []
  const code = await main(line, {
    env,
    out: text => void out.push(text),
    err: text => void err.push(text),
    status: text => void status.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n'), status }
}
const at = (name: string) => join(folder, name)

async function project(name: string, change: object = {}): Promise<string> {
  await writeFile(at(name), canonicalJson({ ...emptyProject('p', 'P'), ...change }))
  return at(name)
}

describe('help and usage', () => {
  test('--help names every command, on stdout, with 0', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const name of [
      'serve',
      'render',
      'check',
      'new',
      'import-midi',
      'export-midi',
      'schema',
      'nodes',
    ]) {
      expect(out).toContain(`  ${name} `)
      const help = await run([name, '--help'])
      expect([name, help.code]).toEqual([name, 0])
      expect(help.out).toContain('--json')
      expect(help.out).toContain(`Examples:\n  wireharp ${name}`)
    }
  })

  test('--version is that of package.json', async () => {
    const { code, out } = await run(['--version'])
    expect(code).toBe(0)
    expect(await readFile('package.json', 'utf8')).toContain(`"version": "${out}"`)
  })

  test.each([
    [['bogus']],
    [['--bogus']],
    [['render']],
    [['render', 'a.wireharp']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--format', 'aac']],
    [['render', 'a.wireharp', '--out', 'a.ogg']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--loudness', '3']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--loudness', '-14', '--ceiling', '-99']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--ceiling', '-1']],
    [['render', 'a.wireharp', '--out', 'a.mp3', '--bitrate', '1']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--dither', 'loud']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--to', '-1']],
    [['render', 'a.wireharp', '--out', 'a.wav', '--to', '1e9']],
    [['render', 'a.wireharp', 'b.wireharp', '--out', 'a.wav']],
    [['serve', '--port', '65536']],
    [['serve', '--port', 'http']],
    [['check']],
    [['new']],
    [['import-midi', 'song.wireharp']],
    [['schema']],
    [['schema', 'song']],
    [['nodes', '--bogus']],
  ])('%j is wrong usage: one line, 2', async line => {
    const { code, out, err } = await run(line)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^error usage: [^\n]+\. See `wireharp --help`\.$/)
  })

  test('nothing at all shows the help, with 2', async () => {
    const { code, out } = await run([])
    expect(code).toBe(2)
    expect(out).toContain('Usage: wireharp')
  })
})

describe('bugs', () => {
  beforeEach(() => {
    render = () => Promise.reject(new Error('of\nmine'))
  })
  const line = ['render', 'a.wireharp', '--out', 'a.wav']

  test('end with 70 and one line', async () => {
    const { code, err } = await run(line)
    expect(code).toBe(70)
    expect(err).toMatch(/^error internal: [^\n]*of mine[^\n]*WIREHARP_DEBUG=1[^\n]*$/)
    expect(err).not.toContain('main.test')
  })

  test('show their stack to whoever asks', async () => {
    expect((await run(line, { WIREHARP_DEBUG: '1' })).err).toMatch(/of\nmine\n +at .*main\.test/)
  })
})

describe('render', () => {
  test('passes on what was asked for, and prints the report', async () => {
    const asked: object[] = []
    render = async ({ signal: _signal, onProgress, ...options }) => {
      asked.push(options)
      onProgress?.(0.5)
      return ok(report)
    }
    const flags = ['--from', '1.5', '--to', '2', '--format', 'wav32f', '--json']
    const { code, out, err, status } = await run([
      'render',
      'a.wireharp',
      '--out',
      'b.wav',
      ...flags,
    ])
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual(report)
    expect(status).toContain('Rendering 50 %')
    const expected = {
      path: 'a.wireharp',
      out: 'b.wav',
      replace: true,
      from: 1.5,
      to: 2,
      format: 'wav32f',
      dither: 'tpdf',
      bitrate: 256,
      stems: 'none',
      embed: true,
      cached: true,
    }
    expect(asked).toEqual([expected])
  })

  test('says in words what was written, and what was bypassed', async () => {
    render = async () => ok({ ...report, bypassed: ['Hiss'] })
    const { out, err } = await run(['render', 'a.wireharp', '--out', 'b.wav'])
    expect(out).toBe(
      'Wrote b.wav: 2.0 s, 2 channels at 48 kHz, peak -6.0 dB, 100 times as fast as it plays.',
    )
    expect(err).toContain('Hiss')
  })

  test('a failure is one line with its code, 1', async () => {
    render = async () => err(fail('disk-full', 'There is\nno space.'))
    const { code, out, err: line } = await run(['render', 'a.wireharp', '--out', 'b.wav', '--json'])
    expect([code, out]).toEqual([1, ''])
    expect(line).toMatch(/^error disk-full: There is no space\. [^\n]+$/)
  })

  test('a signal cancels it', async () => {
    render = ({ signal }) =>
      new Promise(resolve => {
        signal?.addEventListener('abort', () => resolve(err(fail('render-cancelled', ''))))
        process.emit('SIGINT')
      })
    const before = process.listenerCount('SIGINT')
    const { code, err: line } = await run(['render', 'a.wireharp', '--out', 'b.wav'])
    expect(code).toBe(1)
    expect(line).toContain('error render-cancelled')
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})

describe('check', () => {
  test('a whole project has no problems', async () => {
    const path = await project('song.wireharp')
    expect(await run(['check', path])).toMatchObject({ code: 0, out: `${path}: no problems.` })
    expect(JSON.parse((await run(['check', path, '--json'])).out)).toEqual({ path, problems: [] })
  })

  test.each([
    ['project-version-newer', { version: PROJECT_VERSION + 1 }],
    ['project-version-unknown', { version: 0 }],
    ['project-invalid', { title: 7 }],
    ['project-not-json', { format: 'something' }],
  ])('%s', async (code, change) => {
    const path = await project('song.wireharp', change)
    const checked = await run(['check', path])
    expect(checked.code).toBe(1)
    expect(checked.out).toMatch(new RegExp(`^${code}`))
    const listed: unknown = JSON.parse((await run(['check', path, '--json'])).out)
    expect(listed).toMatchObject({ problems: [{ code }] })
  })

  test('a node without plugin and a missing sound are both listed', async () => {
    const sha256 = 'b'.repeat(64)
    const path = await project('song.wireharp', {
      assets: {
        [sha256]: {
          sha256,
          name: 'a.wav',
          path: 'audio/a.wav',
          bytes: 10,
          sampleRate: 48_000,
          channels: 1,
          frames: 1,
        },
      },
      graph: {
        ...emptyProject('p', 'P').graph,
        nodes: { n: { id: 'n', type: 'gone/gone', position: { x: 0, y: 0 }, params: {} } },
        cables: {},
      },
    })
    const { code, out } = await run(['check', path])
    expect(code).toBe(1)
    expect(out.split('\n').map(line => line.split(' ')[0])).toEqual([
      'node-type-unknown',
      'asset-missing',
    ])
  })

  test('a plugin, by its folder or its plugin.json', async () => {
    expect(await run(['check', at('plugins/output')])).toMatchObject({ code: 0 })
    for (const path of [at('plugins/broken'), at('plugins/broken/plugin.json')]) {
      const { code, out } = await run(['check', path])
      expect(code).toBe(1)
      expect(out).toContain('plugin-manifest-invalid')
    }
  })

  test('nothing there is an error, not a problem', async () => {
    const { code, out, err: line } = await run(['check', at('gone'), '--json'])
    expect([code, out]).toEqual([1, ''])
    expect(line).toMatch(/^error file-not-found: /)
  })
})

describe('new', () => {
  test('makes a project that has no problems', async () => {
    const made = await run(['new', at('song.wireharp'), '--template', 'beat', '--json'])
    expect(made).toMatchObject({ code: 0 })
    expect(JSON.parse(made.out)).toEqual({ path: at('song.wireharp') })
    expect(await run(['check', at('song.wireharp')])).toMatchObject({ code: 0 })
  })

  test.each([
    ['file-exists', ['song.wireharp']],
    ['template-unknown', ['b.wireharp', '--template', 'x']],
    ['file-not-found', ['gone/b.wireharp']],
    ['path-refused', ['b.txt']],
  ])('%s', async (code, [name = '', ...rest]) => {
    await project('song.wireharp')
    const { code: exit, err: line } = await run(['new', at(name), ...rest])
    expect(exit).toBe(1)
    expect(line).toMatch(new RegExp(`^error ${code}: `))
  })
})

test.each(['project', 'plugin'])('schema %s is a JSON Schema', async name => {
  const { code, out } = await run(['schema', name])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
  })
})

describe('nodes', () => {
  test('as a table, without what could move the cursor', async () => {
    const { code, out } = await run(['nodes'])
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'output/output  Output. What comes in [31m is heard.',
      '  in      in (audio)',
      '  params  level: −72.0 dB to 12.0 dB, usually 0.00 dB',
    ])
  })

  test('as JSON, with ports and parameters', async () => {
    expect(JSON.parse((await run(['nodes', '--json'])).out)).toMatchObject([
      {
        type: 'output/output',
        inputs: { in: { kind: 'audio' } },
        params: { level: { unit: 'dB' } },
      },
    ])
  })
})
