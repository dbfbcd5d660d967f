import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { nodeBinary, rootFolder } from '../../kit'

const run = promisify(execFile)
let home: string
let hide: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-bare-'))
  hide = join(home, 'hide.mjs')
  // As on a machine where the optional package was not installed.
  writeFileSync(
    hide,
    `import { registerHooks } from 'node:module'
    registerHooks({
      resolve(name, context, next) {
        if (!name.startsWith('onnxruntime-node')) return next(name, context)
        throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' })
      },
    })`,
  )
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function wireharp(...words: readonly string[]): Promise<string> {
  const { stdout } = await run(
    nodeBinary(),
    ['--no-warnings', join(rootFolder(), 'out/main/cli.js'), ...words],
    {
      env: {
        ...process.env,
        WIREHARP_HOME: home,
        NODE_OPTIONS: `--import ${pathToFileURL(hide).href}`,
      },
    },
  )
  return stdout
}

const listedSchema = z.array(
  z.object({
    id: z.string(),
    state: z.string(),
    reason: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
)

describe('S4-10 S4-12 a machine without onnxruntime', () => {
  test('starts, lists its plugins, and the AI ones say why they are off', async () => {
    const all = listedSchema.parse(JSON.parse(await wireharp('plugin', 'list', '--json')))
    expect(all.filter(({ state }) => state === 'enabled').length).toBeGreaterThan(50)
    for (const id of ['silero', 'whisper', 'demucs', 'musicgen', 'clap']) {
      const found = all.find(plugin => plugin.id === id)
      expect(found).toMatchObject({ state: 'skipped', reason: { code: 'inference-absent' } })
      expect(found?.reason?.message).toMatch(/^onnxruntime is not installed\./)
    }
    for (const id of ['energy', 'shape']) {
      expect(all.find(plugin => plugin.id === id)?.state).toBe('enabled')
    }
  }, 60_000)

  test('sounds as ever', async () => {
    const out = join(home, 'song.wav')
    const demo = join(rootFolder(), 'resources/demos', 'first-light.wireharp')
    await wireharp('render', demo, '--out', out, '--to', '1')
    expect(statSync(out).size).toBeGreaterThan(100_000)
  }, 60_000)
})
