import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readAtRate, windows } from '../sound'
import { melodyNotes, type MelodyFrame } from './melody'
import { yin } from './yin'

const hertz = z.number().min(20).max(5000)
const inputSchema = z.object({
  sound: rawSoundSchema,
  lowest: hertz,
  highest: hertz,
  /** dB. */
  level: z.number(),
  /** Seconds. */
  shortest: z.number().min(0),
})

/** Hz; enough for the pitch of what is sung or played, and quick. */
const RATE = 16_000
/** Samples from a frame to the next: 10 ms. */
const STEP = 160
const LOOK = 100

/** Writes down a melody: the pitch of every 10 ms, then notes where it stays. */
export const transcribePitch = pipeline(
  'pitch/transcribe',
  inputSchema,
  async ({ sound, lowest, highest, level, shortest }, { signal, progress }) => {
    const range = { lowest: Math.min(lowest, highest), highest: Math.max(lowest, highest) }
    // Two of the longest periods, and the lags beside them.
    const length = 2 * Math.ceil(RATE / range.lowest) + Math.ceil(RATE / range.lowest) + 4
    const frame = new Float32Array(Math.ceil(length / STEP) * STEP)
    const total = Math.ceil((sound.frames * RATE) / sound.sampleRate / STEP)
    const frames: MelodyFrame[] = []
    let seen = 0
    const lag = frame.length / STEP
    for await (const piece of withTail(windows(readAtRate(sound, RATE, 1, 'fast'), STEP), lag)) {
      frame.copyWithin(0, STEP)
      frame.set(piece, frame.length - STEP)
      seen += 1
      // The frame's middle is the time that it tells of.
      if (seen <= lag >> 1) continue
      frames.push(heard(frame, range))
      if (frames.length === total) break
      if (frames.length % LOOK !== 0) continue
      if (signal.aborted) return stopped()
      progress(Math.min(1, frames.length / total), 'Listening for pitch')
    }
    const notes = melodyNotes(frames, { step: STEP / RATE, level, shortest })
    return ok({ notes })
  },
)

function heard(frame: Float32Array, range: { lowest: number; highest: number }): MelodyFrame {
  let power = 0
  for (const sample of frame) power += sample * sample
  const level = power === 0 ? -200 : 10 * Math.log10(power / frame.length)
  if (level < -90) return { key: undefined, level }
  const { pitch } = yin(frame, RATE, range)
  return { key: pitch === 0 ? undefined : 69 + 12 * Math.log2(pitch / 440), level }
}

/** Silence after the end, so that the last frames are whole. */
async function* withTail(
  pieces: AsyncIterable<Float32Array>,
  count: number,
): AsyncGenerator<Float32Array, void, void> {
  yield* pieces
  for (let index = 0; index < count; index++) yield new Float32Array(STEP)
}
