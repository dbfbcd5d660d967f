import { execFile, spawn } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeBinary, rootFolder } from '../../kit'
import { addSdk } from '../../plugins/packages/new-plugin'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'

const run = promisify(execFile)
const temp = new TempFolder()
afterAll(() => temp[Symbol.dispose]())

interface Block {
  readonly language: string
  /** What stands behind the language: `file=main.ts`. */
  readonly info: string
  readonly text: string
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(rootFolder(), page), 'utf8')
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', info = '', body = '']) => ({ language, info: info.trim(), text: body }),
  )
}

/** As a new user has it: `wireharp` on the path, a home with nothing in it. */
function environment(): NodeJS.ProcessEnv {
  const shim = temp.at('wireharp')
  const cli = join(rootFolder(), 'out/main/cli.js')
  writeFileSync(shim, `#!/bin/sh\nexec '${nodeBinary()}' '${cli}' "$@"\n`)
  chmodSync(shim, 0o755)
  return { PATH: `${temp.path}:${process.env['PATH']}`, WIREHARP_HOME: temp.at('home') }
}

describe('S2-13 S2-31 the page for who begins', () => {
  test('every command of it works, in order, on the files that it shows', async () => {
    const env = environment()
    let folder = temp.path
    const said: string[] = []
    for (const { language, info, text } of blocksOf('docs/plugins/getting-started.md')) {
      const file = /^file=(\S+)$/.exec(info)?.[1]
      if (file !== undefined) writeFileSync(join(folder, file), text)
      if (language !== 'sh') continue
      for (const line of text.trim().split('\n')) {
        const into = /^cd (\S+)$/.exec(line)?.[1]
        if (into !== undefined) folder = join(folder, into)
        else if (/plugin dev/.test(line)) said.push(await untilInstalled(line, folder, env))
        else said.push((await run('/bin/sh', ['-c', line], { cwd: folder, env })).stdout)
      }
    }
    const all = said.join('\n')
    expect(all).toContain('9 of 9 checks and 1 of 1 tests passed.')
    expect(all).toMatch(/enabled +soft-clip/)
    expect(all).toContain('p95')
    expect(all).toContain('Removed soft-clip 0.1.0.')
    expect(readdirSync(join(folder, 'soft-clip'))).toContain('soft-clip-0.1.0.tgz')
    expect(all).toContain('"note": 60')
  }, 180_000)
})

describe('S1-05 S2-13 the page of models in a plugin', () => {
  test('every command of it works, in order, and the model stands in the list', async () => {
    const env = environment()
    let folder = temp.path
    const said: string[] = []
    const lines = blocksOf('docs/plugins/models.md')
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'))
    for (const line of lines) {
      const into = /^cd (\S+)$/.exec(line)?.[1]
      if (into !== undefined) folder = join(folder, into)
      else said.push((await run('/bin/sh', ['-c', line], { cwd: folder, env })).stdout)
    }
    const all = said.join('\n')
    expect(all).toContain('model “tone”: Its file is as plugin.json says; finite numbers')
    expect(all).toContain('5 of 5 checks and 2 of 2 tests passed.')
    expect(all).toMatch(/keep-tones\/tone +ready +6 kB .*a part of its plugin/)
  }, 120_000)
})

/** Starts what runs until Ctrl-C, saves a file, waits for it to be taken in, and presses Ctrl-C. */
async function untilInstalled(
  line: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn('/bin/sh', ['-c', `exec ${line}`], { cwd: folder, env })
  let said = ''
  let saved = false
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
    if (!saved && said.includes('Watching')) {
      saved = true
      const main = join(folder, 'main.ts')
      writeFileSync(main, `${readFileSync(main, 'utf8')}\nexport const second = 2\n`)
    }
    if (/soft-clip 0\.1\.0 is in/.test(said)) child.kill('SIGINT')
  })
  child.on('close', resolve)
  expect(await promise).toBe(0)
  return said
}

/** Examples in the sources: what stands behind `@example`. */
function examplesOf(folder: string): readonly string[] {
  return readdirSync(join(rootFolder(), folder))
    .filter(name => /(?<!\.test)\.ts$/.test(name))
    .flatMap(name => {
      const text = readFileSync(join(rootFolder(), folder, name), 'utf8')
      return [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example\n((?: \*.*\n)+?) \*\//g)].map(
        ([, body = '']) => body.replace(/^ \* ?/gm, ''),
      )
    })
}

describe('S1-22 S1-32 examples', () => {
  test('of the SDK, of the testing package and of every page pass the strict compiler', async () => {
    const pages = readdirSync(join(rootFolder(), 'docs/plugins')).map(
      name => `docs/plugins/${name}`,
    )
    const readmes = ['plugins/sdk/README.md', 'plugins/testing/README.md']
    const blocks = pages
      .filter(name => name.endsWith('.md'))
      .flatMap(blocksOf)
      .filter(({ language, info }) => language === 'ts' && info === '')
      .map(({ text }) => text)
    const examples = [...examplesOf('plugins/sdk'), ...examplesOf('plugins/testing'), ...blocks]
    expect(examples.length).toBeGreaterThan(40)
    expect(readmes.flatMap(blocksOf).length).toBeGreaterThan(1)
    const folder = temp.at('examples')
    await run('mkdir', ['-p', folder])
    await addSdk(folder)
    examples.forEach((text, index) => writeFileSync(join(folder, `example-${index}.ts`), text))
    const template = join(rootFolder(), 'resources/plugin-templates/common/tsconfig.json')
    writeFileSync(join(folder, 'tsconfig.json'), readFileSync(template))
    const tsc = join(rootFolder(), 'node_modules/typescript/bin/tsc')
    const checked = run(nodeBinary(), [tsc, '--project', folder])
    const said = await checked.then(
      () => '',
      (thrown: unknown) => (thrown instanceof Error && 'stdout' in thrown ? thrown.stdout : thrown),
    )
    expect(said).toBe('')
  })
})
