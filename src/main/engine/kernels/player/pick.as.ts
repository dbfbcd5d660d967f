import { copyBytes } from '../lib/copy.as'

/** One channel of interleaved frames. */
export function pick(to: usize, raw: usize, channels: u32, channel: u32, frames: u32): void {
  let i: u32 = 0
  if (channels == 1) return copyBytes(to, raw, <usize>frames << 2)
  if (channels == 2) {
    for (; i + 4 <= frames; i += 4) {
      const at = raw + (<usize>i << 3)
      const a = v128.load(at)
      const b = v128.load(at, 16)
      const four =
        channel == 0 ? v128.shuffle<f32>(a, b, 0, 2, 4, 6) : v128.shuffle<f32>(a, b, 1, 3, 5, 7)
      v128.store(to + (<usize>i << 2), four)
    }
  }
  for (; i < frames; i++) {
    const from = raw + (<usize>(i * channels + channel) << 2)
    store<f32>(to + (<usize>i << 2), load<f32>(from))
  }
}
