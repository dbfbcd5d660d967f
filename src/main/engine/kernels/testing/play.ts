import { BLOCK_FRAMES, CHANNEL_BYTES } from '../abi'
import { player } from '../player'
import { createInstance } from './render'

export type Conversion = {
  /** Reduced: source rate / output rate. */
  readonly num: number
  readonly den: number
  /** Source frame at output frame 0. */
  readonly index?: number
  /** Frames of the calls (any numbers), cycled. */
  readonly segments?: readonly number[]
}

/** Plays channels from a window with silent margins, and returns `frames` frames of each. */
export function play(
  source: readonly Float32Array[],
  frames: number,
  { num, den, index = 0, segments = [BLOCK_FRAMES] }: Conversion,
): Float32Array[] {
  const { arena, self, buses } = createInstance(player, {
    frames,
    assetChannels: source.length,
  })
  const bus = buses[0]?.bus ?? 0
  arena.call('player_prepare', num, den, 10_000)
  const margin = arena.call('player_margin', num, den)
  const stride = Math.max(...source.map(samples => samples.length)) + 2 * margin
  const window = arena.allocate(source.length * stride * 4)
  source.forEach((samples, channel) => {
    arena.floats(window + channel * stride * 4, stride).set(samples, margin)
  })
  const results = source.map(() => new Float32Array(frames))
  let done = 0
  for (let calls = 0; done < frames; calls++) {
    const offset = done % BLOCK_FRAMES
    const wanted = segments[calls % segments.length] ?? BLOCK_FRAMES
    const size = Math.min(wanted, frames - done, BLOCK_FRAMES - offset)
    // The host may start a segment at any frame: the position is carried as an exact fraction.
    const position = done * num
    const start = index + Math.floor(position / den)
    const rest = position % den
    const layout = [window, stride, -margin, source.length]
    arena.call('player_segment', self, offset, size, start, rest, num, den, ...layout)
    results.forEach((samples, channel) => {
      const at = bus + channel * CHANNEL_BYTES + offset * 4
      samples.set(arena.floats(at, size), done)
    })
    done += size
  }
  return results
}
