import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { openStore } from '../store'

const hooks = pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.ts')).href
const child = join(import.meta.dirname, 'testing/run-child.ts')

/** Works on the jobs of a folder; killed after so many milliseconds of work, unless it is done before. */
function run(folder: string, killAfter?: number): Promise<'killed' | 'done'> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', hooks, child, folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    running.stdout.once('data', () => {
      if (killAfter !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfter)
    })
    running.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve('done')
      else reject(new Error(`the child ended with ${code}: ${errors}`))
    })
  })
}

test('F03 killed again and again, each job delivers once, whole, and nothing is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-jobs-crash-'))
  const all = [30, 20, 10]
  {
    using store = unwrap(
      openStore({ path: join(folder, 'wireharp.db'), clock: systemClock, log: silentLog }),
    )
    for (const [index, parts] of all.entries()) {
      const input = { parts, partMs: 4, out: join(folder, `out-${index}`) }
      const rest = { lane: 'test', title: 't', priority: 'normal', createdAt: index } as const
      unwrap(store.jobs.add({ id: `j${index}`, kind: 'test/count', input, ...rest }))
    }
  }
  for (const after of [15, 60, 110, 40]) await run(folder, after)
  expect(await run(folder)).toBe('done')
  using store = unwrap(
    openStore({ path: join(folder, 'wireharp.db'), clock: systemClock, log: silentLog }),
  )
  for (const [index, parts] of all.entries()) {
    const job = unwrap(store.jobs.get(`j${index}`))
    expect(job).toMatchObject({ state: 'completed', result: { sum: (parts * (parts - 1)) / 2 } })
    const text = readFileSync(join(folder, `out-${index}`), 'utf8')
    expect(text).toBe(Array.from({ length: parts }, (_, part) => `${part}\n`).join(''))
  }
  rmSync(folder, { recursive: true })
})
