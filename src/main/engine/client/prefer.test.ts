import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { silentLog } from '../../kit'
import { prefer, standsAlone } from './prefer'

const groupOf = (pid: number | 'self') => readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim()

/** Not every kernel has groups by session. */
function hasGroups(): boolean {
  try {
    return groupOf('self') !== ''
  } catch {
    return false
  }
}

test.runIf(process.getuid?.() === 0 && hasGroups())(
  'a process that sounds comes before others, among its own and as a session beside others',
  () => {
    const child = spawn('sleep', ['10'], { detached: standsAlone, stdio: 'ignore' })
    try {
      const pid = child.pid ?? 0
      prefer(pid, silentLog)
      expect(getPriority(pid)).toBe(-14)
      const [group = '', nice] = groupOf(pid).split(' nice ')
      expect(nice).toBe('-14')
      expect(groupOf('self')).not.toContain(`${group} `)
    } finally {
      child.kill('SIGKILL')
    }
  },
)
