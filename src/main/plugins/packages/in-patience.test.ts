import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nodeBinary } from '../../kit'
import { inPatience } from './in-patience'

describe('S1-13 a deadline counts the time in which this process ran', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('it is over after as many ms as were said, once', () => {
    const over = vi.fn<() => void>()
    using patience = inPatience(3000, over)
    vi.advanceTimersByTime(2999)
    expect(over).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(over).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(60_000)
    expect(over).toHaveBeenCalledTimes(1)
    expect(patience).toBeDefined()
  })

  test('whoever was in time hears nothing', () => {
    const over = vi.fn<() => void>()
    inPatience(1000, over)[Symbol.dispose]()
    vi.advanceTimersByTime(10_000)
    expect(over).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('a process that was halted for a while has not waited for so long', async () => {
  const code = `import { inPatience } from ${JSON.stringify(join(import.meta.dirname, 'in-patience.ts'))}
    inPatience(2000, () => process.stdout.write('over'))
    process.stdout.write('begun')`
  const child = spawn(nodeBinary(), ['--no-warnings', '--input-type=module', '-e', code])
  const said = async () => String((await once(child.stdout, 'data'))[0])
  expect(await said()).toBe('begun')
  child.kill('SIGSTOP')
  await setTimeout(1500)
  const woken = performance.now()
  child.kill('SIGCONT')
  expect(await said()).toBe('over')
  // One half of a second may have been over at once; the others were still to come.
  expect(performance.now() - woken).toBeGreaterThan(400)
})
