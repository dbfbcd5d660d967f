import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/**
 * Runs `work` while `file` names this process as its owner. Waits for a live owner (`onWait(pid)` hears of
 * it once); the lock of a dead one is taken over.
 */
export async function withLock(file, work, { onWait = () => undefined, every = 100 } = {}) {
  mkdirSync(dirname(file), { recursive: true })
  const own = JSON.stringify({ pid: process.pid, born: born(process.pid) })
  let waited = false
  while (!take(file, own)) {
    const owner = read(file)
    if (owner === undefined) continue
    if (!isAlive(owner.text)) {
      discard(file, owner.text)
      continue
    }
    if (!waited) onWait(JSON.parse(owner.text).pid)
    waited = true
    await setTimeout(every)
  }
  try {
    return await work()
  } finally {
    if (read(file)?.text === own) rmSync(file, { force: true })
  }
}

/** A hard link appears whole or not at all, so nobody ever reads half an owner. */
function take(file, own) {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, own)
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    return takeWithoutLinks(file, own)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function takeWithoutLinks(file, own) {
  try {
    writeFileSync(file, own, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function read(file) {
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch {
    return undefined
  }
}

/** Takes a dead owner's lock away; if another process was quicker, what it put there is put back. */
function discard(file, dead) {
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, file)
  } catch {
    // The lock was taken away by another process: the next round sees how things are.
  }
  rmSync(aside, { force: true })
}

function isAlive(text) {
  try {
    const owner = JSON.parse(text)
    process.kill(owner.pid, 0)
    return owner.born === born(owner.pid)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** When a process was started, where the system tells it: process ids are used again. */
function born(pid) {
  if (process.platform !== 'linux') return ''
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return fields[19]
  } catch {
    return ''
  }
}
