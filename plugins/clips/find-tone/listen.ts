import { floatsOf, type Models, type WorkClip } from '@wireharp/sdk'

/** The model hears frames of 512 samples at 16 kHz; clips come at three times that. */
const FRAME = 512
const TIMES = 3
/** Frames of one run: 8 s. */
const MOST = 256
/** Seconds of a frame. */
export const FRAME_S = FRAME / 16_000

/** Of each frame of a clip how likely a tone sounds in it, from 0 to 1. */
export async function listen(
  clip: WorkClip,
  models: Pick<Models, 'run'>,
  heard: (done: number) => Promise<void>,
): Promise<readonly number[]> {
  const all: number[] = []
  const span = FRAME * TIMES
  for (let at = 0; at < clip.frames; at += MOST * span) {
    const length = Math.min(MOST * span, clip.frames - at)
    const count = Math.ceil(length / span)
    const data = slowed(await clip.read(at, length), count * FRAME)
    const answer = await models.run('tone', { frames: { dims: [count, FRAME], data } })
    all.push(...floatsOf(answer, 'tone'))
    await heard((at + length) / clip.frames)
  }
  return all
}

/** One channel at a third of the rate: the mean of three frames and all channels. */
function slowed(sound: readonly Float32Array[], length: number): Float32Array {
  const slow = new Float32Array(length)
  for (const samples of sound) {
    for (let i = 0; i < samples.length; i++) {
      const at = Math.floor(i / TIMES)
      slow[at] = (slow[at] ?? 0) + (samples[i] ?? 0) / TIMES / sound.length
    }
  }
  return slow
}
