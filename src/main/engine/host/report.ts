import { setImmediate } from 'node:timers/promises'
import type { Frames } from '#shared/kit'
import { errnoOf, writeFailure } from '../../kit'
import type { EngineReply } from '../protocol'

export type Say = (reply: EngineReply) => void

/** Between two reports of progress: a fifth of a second of rendering, more or less. */
const REPORT_MS = 100

/** Says now and then how far the work is, and listens to the shell meanwhile. */
export function createProgress(of: Frames, say: Say): (frames: Frames) => Promise<void> {
  let reported = performance.now()
  return async frames => {
    const now = performance.now()
    if (now - reported <= REPORT_MS) return
    reported = now
    say({ kind: 'progress', frames, of })
    await setImmediate()
  }
}

/** Runs work on files; what the system refuses is said to the shell. */
export async function saying(say: Say, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    const errno = errnoOf(thrown)
    if (errno === undefined) throw thrown
    say({ kind: 'render-failed', failure: writeFailure(errno, 'the export') })
  }
}

/** In a block of its own: what was rendered stays as it is. */
export function amplified(samples: Float32Array, gain: number): Float32Array {
  if (gain === 1) return samples
  const louder = new Float32Array(samples.length)
  for (let i = 0; i < samples.length; i++) louder[i] = (samples[i] ?? 0) * gain
  return louder
}
