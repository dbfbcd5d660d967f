import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'
import { at } from './root.mjs'

let folder
let file

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-lock-'))
  file = join(folder, '.lock')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('two who want the lock work one after the other, and nothing is left behind', async () => {
  const events = []
  const work = name => async () => {
    events.push(`${name} in`)
    await setTimeout(30)
    events.push(`${name} out`)
  }
  await Promise.all([
    withLock(file, work('a'), { every: 5 }),
    withLock(file, work('b'), { every: 5 }),
  ])
  expect(events).toEqual(['a in', 'a out', 'b in', 'b out'])
  expect(readdirSync(folder)).toEqual([])
})

test('the lock is given back when the work fails', async () => {
  const failing = withLock(file, () => Promise.reject(new Error('no space')))
  await expect(failing).rejects.toThrow('no space')
  expect(existsSync(file)).toBe(false)
})

test('a lock whose owner was killed is taken over', async () => {
  const owner = await lockInAnotherProcess()
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  expect(existsSync(file)).toBe(true)
  expect(await withLock(file, () => 'mine')).toBe('mine')
})

test('a live owner is waited for, and named once', async () => {
  const owner = await lockInAnotherProcess()
  const waitedFor = []
  const waiting = withLock(file, () => 'mine', { every: 5, onWait: pid => waitedFor.push(pid) })
  await setTimeout(60)
  expect(waitedFor).toEqual([owner.pid])
  owner.kill('SIGKILL')
  expect(await waiting).toBe('mine')
})

test.each(['', '{"pid":', '{"pid":999999999,"born":"1"}'])(
  'a lock that says %j is stale',
  async text => {
    writeFileSync(file, text)
    expect(await withLock(file, () => 'mine')).toBe('mine')
  },
)

test('the process id of a dead owner may have been given to another process', async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, born: 'long ago' }))
  expect(await withLock(file, () => 'mine')).toBe('mine')
})

async function lockInAnotherProcess() {
  const url = pathToFileURL(at('bin/lib/lock.mjs')).href
  const script = `
    const { withLock } = await import(${JSON.stringify(url)})
    await withLock(${JSON.stringify(file)}, async () => {
      console.log('locked')
      await new Promise(resolve => setTimeout(resolve, 60_000))
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(child.stdout, 'data')
  return child
}
