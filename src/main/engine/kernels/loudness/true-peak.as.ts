import { copyBytes } from '../lib/copy.as'
import { QUANTUM } from '../lib/header.as'
import { HISTORY, LINE, NOTHING, PEAKS, TRUE_PEAK, TRUE_PEAKS } from './layout.as'

const TAPS: usize = 12
/** The sizes of the taps of the second phase, or the third, together: 2.023. */
const GAIN: f32 = 2.03

// The filter of BS.1770-5, annex 2: taps from the newest sample on, the four phases side by side.
// prettier-ignore
const PHASES = memory.data<f32>([
  0.001708984375, -0.0291748046875, -0.0189208984375, -0.00830078125,
  0.010986328125, 0.029296875, 0.0330810546875, 0.014892578125,
  -0.0196533203125, -0.0517578125, -0.0582275390625, -0.026611328125,
  0.033203125, 0.089111328125, 0.1015625, 0.047607421875,
  -0.0594482421875, -0.16650390625, -0.2003173828125, -0.102294921875,
  0.1373291015625, 0.465087890625, 0.77978515625, 0.97216796875,
  0.97216796875, 0.77978515625, 0.465087890625, 0.1373291015625,
  -0.102294921875, -0.2003173828125, -0.16650390625, -0.0594482421875,
  0.047607421875, 0.1015625, 0.089111328125, 0.033203125,
  -0.026611328125, -0.0582275390625, -0.0517578125, -0.0196533203125,
  0.014892578125, 0.0330810546875, 0.029296875, 0.010986328125,
  -0.00830078125, -0.0189208984375, -0.0291748046875, 0.001708984375,
], 16)

/** Decibels of an amplitude. */
function toDecibels(amplitude: f32): f32 {
  return amplitude > 1e-6 ? <f32>(20 * Math.log10(<f64>amplitude)) : NOTHING
}

/** Takes a quantum of a channel into its peak. */
export function trackPeak(self: usize, channel: u32, from: usize): void {
  const line = self + LINE
  const history = self + HISTORY + 4 * TAPS * <usize>channel
  copyBytes(line, history, 4 * TAPS)
  copyBytes(line + 4 * TAPS, from, <usize>QUANTUM << 2)
  copyBytes(history, line + (<usize>QUANTUM << 2), 4 * TAPS)
  // Between samples it never gets higher than the gains of a phase together: mostly that is below the peak so far.
  const soFar = load<f32>(self + PEAKS + (<usize>channel << 2))
  let highest = f32x4.splat(0)
  for (let at = line; at < line + 4 * TAPS + (<usize>QUANTUM << 2); at += 16) {
    highest = f32x4.pmax(highest, f32x4.abs(v128.load(at)))
  }
  const most = max(
    max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)),
    max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3)),
  )
  if (most * GAIN <= soFar) return
  const c0 = v128.load(PHASES)
  const c1 = v128.load(PHASES + 16)
  const c2 = v128.load(PHASES + 32)
  const c3 = v128.load(PHASES + 48)
  const c4 = v128.load(PHASES + 64)
  const c5 = v128.load(PHASES + 80)
  const c6 = v128.load(PHASES + 96)
  const c7 = v128.load(PHASES + 112)
  const c8 = v128.load(PHASES + 128)
  const c9 = v128.load(PHASES + 144)
  const c10 = v128.load(PHASES + 160)
  const c11 = v128.load(PHASES + 176)
  let top = v128.load32_zero(self + PEAKS + (<usize>channel << 2))
  for (let at = line + 4; at < line + 4 + (<usize>QUANTUM << 2); at += 4) {
    const newest = v128.load32_splat(at, 44)
    const even = f32x4.add(
      f32x4.add(
        f32x4.add(f32x4.mul(c0, newest), f32x4.mul(c2, v128.load32_splat(at, 36))),
        f32x4.add(
          f32x4.mul(c4, v128.load32_splat(at, 28)),
          f32x4.mul(c6, v128.load32_splat(at, 20)),
        ),
      ),
      f32x4.add(
        f32x4.mul(c8, v128.load32_splat(at, 12)),
        f32x4.mul(c10, v128.load32_splat(at, 4)),
      ),
    )
    const odd = f32x4.add(
      f32x4.add(
        f32x4.add(
          f32x4.mul(c1, v128.load32_splat(at, 40)),
          f32x4.mul(c3, v128.load32_splat(at, 32)),
        ),
        f32x4.add(
          f32x4.mul(c5, v128.load32_splat(at, 24)),
          f32x4.mul(c7, v128.load32_splat(at, 16)),
        ),
      ),
      f32x4.add(f32x4.mul(c9, v128.load32_splat(at, 8)), f32x4.mul(c11, v128.load32_splat(at))),
    )
    top = f32x4.pmax(top, f32x4.pmax(f32x4.abs(f32x4.add(even, odd)), f32x4.abs(newest)))
  }
  const peak = max(
    max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  )
  store<f32>(self + PEAKS + (<usize>channel << 2), peak)
}

/** Writes the peaks where the host reads them. */
export function publishPeaks(self: usize, channels: u32): void {
  let top: f32 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const at = <usize>channel << 2
    const peak = load<f32>(self + PEAKS + at)
    top = max(top, peak)
    store<f32>(self + TRUE_PEAKS + at, toDecibels(peak))
  }
  store<f32>(self + TRUE_PEAK, toDecibels(top))
}
