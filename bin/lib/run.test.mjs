import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { at } from './root.mjs'

/** A process that runs `script` as a tied child of its own; the child says when it is there. */
async function starter(script) {
  const url = pathToFileURL(at('bin/lib/run.mjs')).href
  const code = `
    const { runNode } = await import(${JSON.stringify(url)})
    const { code } = await runNode(['-e', ${JSON.stringify(script)}])
    process.exit(code)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = await once(parent.stdout, 'data')
  const { pid } = JSON.parse(String(chunk))
  return { parent, child: pid, ended: once(parent, 'exit').then(([exitCode]) => exitCode) }
}

const stay = 'console.log(JSON.stringify({ pid: process.pid })); setInterval(() => 0, 1000)'

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a child does not outlive a starter that was killed', async () => {
  const { parent, child, ended } = await starter(stay)
  parent.kill('SIGKILL')
  await ended
  await expect.poll(() => isAlive(child), { timeout: 3_000 }).toBe(false)
})

test('SIGTERM reaches the child, whose exit code comes back', async () => {
  const { parent, child, ended } = await starter(
    `process.on('SIGTERM', () => process.exit(7)); ${stay}`,
  )
  parent.kill('SIGTERM')
  expect(await ended).toBe(7)
  expect(isAlive(child)).toBe(false)
})

test('a child that a signal ends yields 128 + n', async () => {
  const { child, ended } = await starter(stay)
  process.kill(child, 'SIGKILL')
  expect(await ended).toBe(137)
})

test('being tied does not keep a finished command alive', async () => {
  const { ended } = await starter('console.log(JSON.stringify({ pid: process.pid }))')
  expect(await ended).toBe(0)
})
