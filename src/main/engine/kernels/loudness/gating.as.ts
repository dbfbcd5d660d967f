import { BINS, BLOCKS, INTEGRATED, NOTHING, RANGE, SHORTS } from './layout.as'

// Histograms over −70 … +30 LUFS: f64 energy and f64 count a bin.

/** Width of a bin in LU, and where the first one begins. */
const WIDTH: f64 = 0.05
const LOWEST: f64 = -70

/** Loudness of an energy (a mean square, weighted): BS.1770-5, formula 2. */
export function toLoudness(energy: f64): f64 {
  return energy > 1.2e-12 ? 10 * Math.log10(energy) - 0.691 : <f64>NOTHING
}

/** Counts a block; those below the absolute gate are left out. */
function count(histogram: usize, energy: f64): void {
  const place = (toLoudness(energy) - LOWEST) / WIDTH
  if (!(place > 0)) return
  const at = histogram + (<usize>min(<f64>(BINS - 1), place) << 4)
  store<f64>(at, load<f64>(at) + energy)
  store<f64>(at, load<f64>(at, 8) + 1, 8)
}

/** Bin that the relative gate, `below` LU under the mean of all blocks, falls into; −1 without blocks. */
function gateBin(histogram: usize, below: f64): i32 {
  let energy: f64 = 0
  let blocks: f64 = 0
  for (let at = histogram; at < histogram + (<usize>BINS << 4); at += 16) {
    energy += load<f64>(at)
    blocks += load<f64>(at, 8)
  }
  if (blocks == 0) return -1
  const place = (toLoudness(energy / blocks) - below - LOWEST) / WIDTH
  return <i32>max<f64>(0, min<f64>(nearest(place), <f64>(BINS - 1)))
}

/** Takes a gating block of 0.4 s into the integrated loudness. */
export function integrate(self: usize, energy: f64): void {
  const histogram = self + BLOCKS
  count(histogram, energy)
  const gate = gateBin(histogram, 10)
  if (gate < 0) return
  let sum: f64 = 0
  let blocks: f64 = 0
  const end = histogram + (<usize>BINS << 4)
  for (let at = histogram + (<usize>gate << 4); at < end; at += 16) {
    sum += load<f64>(at)
    blocks += load<f64>(at, 8)
  }
  store<f32>(self + INTEGRATED, blocks > 0 ? <f32>toLoudness(sum / blocks) : NOTHING)
}

/** Middle of the bin below which `rank` blocks lie. */
function percentile(histogram: usize, gate: i32, rank: f64): f64 {
  let seen: f64 = 0
  for (let bin = gate; bin < <i32>BINS; bin++) {
    seen += load<f64>(histogram + (<usize>bin << 4), 8)
    if (seen > rank) return LOWEST + WIDTH * (<f64>bin + 0.5)
  }
  return LOWEST
}

/** Takes a short-term loudness into the range: Tech 3342. */
export function takeRange(self: usize, energy: f64): void {
  const histogram = self + SHORTS
  count(histogram, energy)
  const gate = gateBin(histogram, 20)
  if (gate < 0) return
  let blocks: f64 = 0
  const end = histogram + (<usize>BINS << 4)
  for (let at = histogram + (<usize>gate << 4); at < end; at += 16) blocks += load<f64>(at, 8)
  const low = percentile(histogram, gate, nearest((blocks - 1) * 0.1))
  const high = percentile(histogram, gate, nearest((blocks - 1) * 0.95))
  store<f32>(self + RANGE, <f32>(high - low))
}
