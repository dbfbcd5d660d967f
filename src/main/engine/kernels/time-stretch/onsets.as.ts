import { outputChannels } from '../lib/header.as'
import {
  CHANNELS,
  FRAMES,
  ONSET_GAP,
  ONSETS,
  onsetsOf,
  SOUND,
  SOUND_RATE,
  STRIDE,
} from './layout.as'

/** Frames that the energy of the difference signal is taken over. */
const STRETCH: u32 = 32

/** Energy of the difference signal over a stretch, of all channels. */
function roughness(self: usize, start: u32): f32 {
  let sum = f32x4.splat(0)
  for (let channel: u32 = 0; channel < load<u32>(self + CHANNELS); channel++) {
    const plane = <usize>load<u32>(self + SOUND) + <usize>channel * load<u32>(self + STRIDE)
    const at = plane + (<usize>start << 2)
    for (let i: usize = 0; i < 4 * <usize>STRETCH; i += 16) {
      const change = f32x4.sub(v128.load(at + i, 4), v128.load(at + i))
      sum = f32x4.add(sum, f32x4.mul(change, change))
    }
  }
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  )
}

/** The first frame of a stretch at which a channel changes by a third of the most that it does there. */
function firstChange(self: usize, start: u32): u32 {
  const channels = load<u32>(self + CHANNELS)
  let most: f32 = 0
  for (let pass = 0; pass < 2; pass++) {
    for (let frame = start; frame < start + STRETCH; frame++) {
      for (let channel: u32 = 0; channel < channels; channel++) {
        const plane = <usize>load<u32>(self + SOUND) + <usize>channel * load<u32>(self + STRIDE)
        const at = plane + (<usize>frame << 2)
        const change: f32 = abs<f32>(load<f32>(at, 4) - load<f32>(at))
        if (pass == 0) most = max<f32>(most, change)
        else if (<f32>3 * change >= most) return frame
      }
    }
  }
  return start
}

/** Finds where the energy of the difference signal rises to four times its recent peak. */
export function findOnsets(self: usize): void {
  const frames = load<u32>(self + FRAMES)
  const list = onsetsOf(self, outputChannels(self, 0))
  // Falls to 1/e in 60 ms.
  const fall = <f32>(1 - <f64>STRETCH / (0.06 * load<f64>(self + SOUND_RATE)))
  let loud: f32 = 0
  let count: u32 = 0
  let next: u32 = 0
  for (let start: u32 = 0; start + STRETCH + 4 <= frames; start += STRETCH) {
    const energy = roughness(self, start)
    if (energy > 4 * loud + 1e-7 && start >= next) {
      store<u32>(list + (<usize>count << 2), firstChange(self, start))
      count++
      next = start + ONSET_GAP
    }
    loud = max(energy, loud * fall)
    if (!(loud < 1e30)) loud = 1e30
  }
  store<u32>(self + ONSETS, count)
}

/** The onsets on both sides of a place, in frames of the sound from `from` on; far away where there is none. */
export let onsetBefore: f64 = 0
export let onsetAfter: f64 = 0

const NEVER: f64 = 1e12

export function lookForOnsets(self: usize, place: f64, from: u32, loops: bool): void {
  const list = onsetsOf(self, outputChannels(self, 0))
  const count = load<u32>(self + ONSETS)
  const first = firstFrom(list, count, <f64>from)
  const length = <f64>(load<u32>(self + FRAMES) - from)
  const index = firstFrom(list, count, place + <f64>from + 1e-9)
  const origin = <f64>from
  // Where the sound is entered is one too.
  onsetBefore = place >= 0 ? 0 : -NEVER
  onsetAfter = place < 0 ? 0 : loops ? length : NEVER
  if (place < 0) return
  if (index > first) onsetBefore = <f64>load<u32>(list + (<usize>(index - 1) << 2)) - origin
  if (index < count) onsetAfter = <f64>load<u32>(list + (<usize>index << 2)) - origin
}

/** Index of the first onset at or behind a frame. */
function firstFrom(list: usize, count: u32, frame: f64): u32 {
  let low: u32 = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (<f64>load<u32>(list + (<usize>middle << 2)) < frame) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Where a window reads for a place in the sound: around onsets time passes at its own pace, `pace` times as fast as places
 * do; what lies between makes up for it. `ahead` and `behind` are the frames of the sound that are spared on both sides of an
 * onset, where there is room.
 */
export function placeFor(place: f64, pace: f64, ahead: f64, behind: f64): f64 {
  const span = onsetAfter - onsetBefore
  // No further away than this from an onset do places move.
  const reach = 4 * (ahead + behind) * max(1, 1 / pace)
  let low = onsetBefore
  let high = onsetAfter
  let after = behind
  let before = ahead
  if (span > 2 * reach) {
    if (place - low < reach) {
      high = low + reach
      before = 0
    } else if (high - place < reach) {
      low = high - reach
      after = 0
    } else return place
  }
  const room = 0.9 * (high - low) * min(1, pace)
  const scale = min(1, room / max(1e-9, before + after))
  after *= scale
  before *= scale
  const into = place - low
  const left = high - place
  if (into * pace < after) return low + into * pace
  if (left * pace < before) return high - left * pace
  // From low + after to high − before, while places go from low + after / pace to high − before / pace.
  const whole = high - low
  const share = (into - after / pace) / (whole - (after + before) / pace)
  return low + after + share * (whole - after - before)
}
