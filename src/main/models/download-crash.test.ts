import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sha256 } from '../kit'
import { faultServer } from './testing/fault-server'

const hooks = pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.ts')).href
const child = join(import.meta.dirname, 'testing/download-child.ts')

/** Downloads; killed as soon as it says that it has something, unless it is to end by itself. */
function run(folder: string, kill: boolean): Promise<string> {
  return new Promise(resolve => {
    const running = spawn(process.execPath, ['--import', hooks, child, folder, 'm'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.stdout.on('data', (said: Buffer) => {
      if (kill && /processing 0\.[1-9]/.test(said.toString())) running.kill('SIGKILL')
    })
    running.on('exit', (code, signal) => resolve(signal ?? String(code)))
  })
}

test('F13 killed in the middle, a download goes on from there and is the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-download-'))
  const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => (i * 7) & 255)
  await using server = await faultServer(bytes)
  const license = { spdx: 'MIT', nonCommercial: false }
  const files = [{ name: 'a.bin', bytes: bytes.length, sha256: sha256(bytes), urls: [server.url] }]
  mkdirSync(join(folder, 'bundled/m'), { recursive: true })
  writeFileSync(
    join(folder, 'bundled/m/model.json'),
    JSON.stringify({
      id: 'm',
      title: 'm',
      version: '1',
      purpose: 'text',
      strategy: 'download',
      license,
      files,
    }),
  )
  server.faults = [{ kind: 'stall', at: 200_000 }]
  expect(await run(folder, true)).toBe('SIGKILL')
  expect(existsSync(join(folder, 'models/m/a.bin'))).toBe(false)
  expect(await run(folder, false)).toBe('0')
  expect(sha256(readFileSync(join(folder, 'models/m/a.bin')))).toBe(sha256(bytes))
  expect(readdirSync(join(folder, 'models/m'))).toEqual(['a.bin'])
  expect(server.asked.at(-1)?.range).toMatch(/^bytes=[1-9]/)
  rmSync(folder, { recursive: true })
})
