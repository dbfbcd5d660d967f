import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { nodeFiles, ownStamp } from '../kit'
import { takeLock } from './project-lock'
import { failingFiles, temporaryFolder, throwErrno } from './testing'

/** The id of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? 0
}

const lockText = (owner: object): string =>
  JSON.stringify({ ...ownStamp(), nonce: 'theirs', ...owner })

describe('F17 a project opened twice', () => {
  test('a lock is refused to others with who holds it, and free again when it is given up', async () => {
    using home = temporaryFolder()
    const file = join(home.path, 'a.wireharp')
    const lock = unwrap(await takeLock(file, nodeFiles))
    const refused = await takeLock(file, nodeFiles)
    expect(refused).toMatchObject({ ok: false, error: { code: 'project-locked' } })
    expect(refused.ok ? '' : refused.error.message).toContain(`process ${process.pid}`)
    await lock?.[Symbol.asyncDispose]()
    expect(existsSync(`${file}.lock`)).toBe(false)
    unwrap(await takeLock(file, nodeFiles))
  })

  test('of many that try at once one gets it', async () => {
    using home = temporaryFolder()
    const file = join(home.path, 'a.wireharp')
    writeFileSync(`${file}.lock`, lockText({ pid: await deadPid() }))
    const tries = await Promise.all(Array.from({ length: 20 }, () => takeLock(file, nodeFiles)))
    expect(tries.filter(lock => lock.ok).length).toBe(1)
  })

  test.each<[string, () => Promise<string>, boolean]>([
    ['of a process that is gone', async () => lockText({ pid: await deadPid() }), true],
    ['of an older process with our id', async () => lockText({ started: 'boot:1' }), true],
    ['that is empty', async () => '', true],
    ['that is no JSON', async () => '{"pid": ', true],
    ['of this process', async () => lockText({}), false],
    ['of another machine', async () => lockText({ host: `not-${hostname()}`, pid: 1 }), false],
  ])('a lock %s', async (_, text, taken) => {
    using home = temporaryFolder()
    const file = join(home.path, 'a.wireharp')
    writeFileSync(`${file}.lock`, await text())
    expect((await takeLock(file, nodeFiles)).ok).toBe(taken)
  })

  test('a lock that somebody else took over is not removed', async () => {
    using home = temporaryFolder()
    const file = join(home.path, 'a.wireharp')
    const lock = unwrap(await takeLock(file, nodeFiles))
    writeFileSync(`${file}.lock`, lockText({}))
    await lock?.[Symbol.asyncDispose]()
    expect(readFileSync(`${file}.lock`, 'utf8')).toContain('theirs')
  })

  test.each(['EROFS', 'EACCES', 'ENOSPC'])(
    'where nothing can be written (%s) there is no lock',
    async errno => {
      using home = temporaryFolder()
      const files = failingFiles({ k: 1, instead: () => throwErrno(errno), armed: true, count: 0 })
      expect(unwrap(await takeLock(join(home.path, 'a.wireharp'), files))).toBeUndefined()
    },
  )
})
