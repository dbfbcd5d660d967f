import { clearBytes } from '../lib/copy.as'
import { fftPrepare } from '../lib/fft.as'
import { outputChannel, outputChannels, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { exp2One, flushFour } from '../lib/math.as'
import { fillHann } from '../lib/spectral.as'
import { buildTaps } from '../sampler/taps.as'
import {
  CHANNELS,
  COMING,
  EXPECTED,
  FADE,
  FADING,
  FRAMES,
  FROM,
  GHOST,
  GOING,
  ghostOf,
  JUMP,
  LONG_FADE,
  ONSET_GAP,
  OVERLAP,
  PLACE,
  PLACE_IN_SOUND,
  RATE,
  REST,
  restBytes,
  RINGING,
  RUNS,
  SINCE,
  SIZE,
  sizeFor,
  SOUND,
  SOUND_RATE,
  spectrumOf,
  START,
  STRIDE,
  sumsOf,
  TURNED,
  windowOf,
} from './layout.as'
import { findOnsets, lookForOnsets, onsetAfter, placeFor } from './onsets.as'
import { turnPeaks } from './peaks.as'
import { analyse, playedChannels, resound } from './spectra.as'

const SPEED: usize = 0
const PITCH: usize = 1
const START_PARAM: usize = 2
const FROM_PARAM: usize = 3
const LOOP: usize = 4
const FOLLOW: usize = 5
const BPM: usize = 6
const WINDOW: usize = 7
const SECOND: usize = 8
const PART: usize = 9
const TEMPO: usize = 10
const BEAT: usize = 11
const PHASE: usize = 12

const LAST = QUANTUM - 1

/** Frames in which the sound behind a jump comes in. */
const SHORT: u32 = 32

export function time_stretch_state_size(
  channels: u32,
  sampleRate: f64,
  soundFrames: u32,
  soundChannels: u32,
): u32 {
  const size = sizeFor(sampleRate > 0 ? sampleRate : 192000, false)
  return <u32>(REST + restBytes(size, channels)) + 4 * (soundFrames / ONSET_GAP + 2)
}

/** Empties sums and spectra for windows of a size. */
function clear(self: usize, size: u32): void {
  store<u32>(self + SIZE, size)
  store<u32>(self + PLACE, 0)
  store<u32>(self + SINCE, 0)
  store<u32>(self + RINGING, 0)
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    memory.fill(sumsOf(self, channel), 0, 4 * <usize>size)
    forget(self, channel)
  }
}

/** What went out last is nothing. */
function forget(self: usize, channel: u32): void {
  const bytes = 2 * <usize>load<u32>(self + SIZE) + 16
  memory.fill(spectrumOf(self, channel, 4), 0, bytes)
  memory.fill(spectrumOf(self, channel, 5), 0, bytes)
}

export function time_stretch_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  buildTaps()
  const size = sizeFor(sampleRate, false)
  memory.fill(self + STATE, 0, REST - STATE + restBytes(size, outputChannels(self, 0)))
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + SOUND_RATE, sampleRate)
  store<u32>(self + SIZE, size)
  fillHann(windowOf(self), size)
}

export function time_stretch_sound(
  self: usize,
  pointer: usize,
  strideFrames: u32,
  frames: u32,
  channels: u32,
  soundRate: f64,
): void {
  store<u32>(self + SOUND, <u32>pointer)
  store<u32>(self + STRIDE, strideFrames << 2)
  store<u32>(self + FRAMES, channels > 0 ? min<u32>(frames, 0x3fffffff) : 0)
  store<u32>(self + CHANNELS, channels)
  store<f64>(self + SOUND_RATE, soundRate)
  findOnsets(self)
}

/** 1 without a sound: with one, what sounds follows from the timeline. */
export function time_stretch_idle(self: usize): u32 {
  return load<u32>(self + FRAMES) == 0 ? 1 : 0
}

/** Time on the timeline, in seconds. */
// @ts-ignore: decorator
@inline
function timeAt(self: usize, frame: u32): f64 {
  return <f64>paramAt(self, SECOND, frame) + <f64>paramAt(self, PART, frame)
}

/** How much faster than recorded the sound plays, at a frame. */
// @ts-ignore: decorator
@inline
function speedAt(self: usize, frame: u32): f64 {
  const speed = max<f64>(0.25, min<f64>(4, <f64>paramAt(self, SPEED, frame)))
  if (<i32>paramAt(self, FOLLOW, frame) == 0) return speed
  const ratio = max<f64>(1, <f64>paramAt(self, TEMPO, frame)) / max<f64>(1, <f64>paramAt(self, BPM, frame))
  return max<f64>(0.05, min<f64>(20, speed * ratio))
}

/** Place in the sound, in seconds, that belongs to a time on the timeline if the speed has always been the present one. */
function placeAt(self: usize, time: f64, frame: u32): f64 {
  const start = <f64>paramAt(self, START_PARAM, frame)
  const speed = speedAt(self, frame)
  if (<i32>paramAt(self, FOLLOW, frame) == 0) return (time - start) * speed
  // By beats, a tempo that moved before the playhead counts too.
  const tempo = max<f64>(1, <f64>paramAt(self, TEMPO, frame))
  const beats = <f64>paramAt(self, BEAT, frame) + <f64>paramAt(self, PHASE, frame)
  const early = (time - start) * speed
  return early < 0 ? early : (beats - (start * tempo) / 60) * (60 / tempo) * speed
}

/** A window: `lead` frames from where the quantum begins to the middle of it. */
function windowAt(self: usize, frame: u32, lead: f64, place: u32, skipped: u32): void {
  const size = load<u32>(self + SIZE)
  const rates = load<f64>(self + SOUND_RATE) / load<f64>(self + RATE)
  const pitch = max<f64>(-24, min<f64>(24, <f64>paramAt(self, PITCH, frame)))
  const step = (pitch == 0 ? 1 : exp2One(pitch / 12)) * rates
  const speed = speedAt(self, frame) * rates
  const from = min(
    load<u32>(self + FRAMES),
    <u32>max<f64>(0, nearest(<f64>load<f32>(self + FROM) * load<f64>(self + SOUND_RATE))),
  )
  const length = <f64>(load<u32>(self + FRAMES) - from)
  const reach = <f64>(size / 2) * step
  const channels = playedChannels(self)
  const wanted = load<f64>(self + PLACE_IN_SOUND) + lead * speed
  const loops = <i32>paramAt(self, LOOP, frame) == 1 && length > 1
  const looped = loops && wanted >= length
  const local = looped ? wanted - Math.floor(wanted / length) * length : wanted
  lookForOnsets(self, local, from, loops)
  const centre = placeFor(local, step / speed, 0.375 * <f64>size * step, 0.25 * <f64>size * step)
  const at = step == 1 ? nearest(centre) : centre
  if (at + reach <= 0 || (!loops && at - reach >= length) || length < 1) {
    for (let channel: u32 = 0; channel < channels; channel++) forget(self, channel)
    return
  }
  // An onset that is about to pass the middle of the window, or has just done so.
  lookForOnsets(self, at - 0.25 * reach, from, loops)
  const onset = onsetAfter < at + reach
  analyse(self, at, step, from, loops, looped)
  turnPeaks(self, onset)
  for (let channel: u32 = 0; channel < channels; channel++) resound(self, channel, place, skipped)
  store<u32>(self + RINGING, size)
}

/** 3t² − 2t³, from 0 to 1 within so many frames. */
// @ts-ignore: decorator
@inline
function comeIn(passed: f32, frames: u32): f32 {
  const t = max<f32>(0, min<f32>(1, (passed + 1) / <f32>frames))
  return t * t * (3 - 2 * t)
}

/** Keeps what comes next as a ghost that fades from the frame of the jump on. */
function keepGhost(self: usize, jump: u32): void {
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const going = load<u32>(self + GOING)
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    const sums = sumsOf(self, channel)
    const ghost = ghostOf(self, channel)
    for (let i: u32 = 0; i < GHOST; i++) {
      const value = load<f32>(sums + (<usize>((place + i) & (size - 1)) << 2))
      const gone = comeIn(<f32>i - <f32>jump, going)
      store<f32>(ghost + (<usize>i << 2), value * (1 - gone))
    }
  }
  store<u32>(self + FADING, GHOST)
}

/** From the quantum at `frame` on the sound plays from another place. */
function begin(self: usize, frame: u32, size: u32): void {
  if (load<u32>(self + SIZE) != size) {
    store<u32>(self + SIZE, size)
    fillHann(windowOf(self), size)
  }
  clear(self, size)
  const hop = size / OVERLAP
  for (let back = OVERLAP - 1; back > 0; back--) {
    const skipped = back * hop
    windowAt(self, frame, <f64>(size / 2) - <f64>skipped, 0, skipped)
  }
}

/** Gives out what is finished; where a ghost goes, the new sound comes. */
function give(self: usize, channel: u32, frame: u32): void {
  const wet = sumsOf(self, channel) + (<usize>load<u32>(self + PLACE) << 2)
  const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
  const fading = load<u32>(self + FADING)
  const coming = load<u32>(self + COMING)
  const passed = <f32>(GHOST - fading) - <f32>load<u32>(self + JUMP)
  const ghost = ghostOf(self, channel) + (<usize>(GHOST - fading) << 2)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = <usize>i << 2
    let x = v128.load(wet + at)
    v128.store(wet + at, f32x4.splat(0))
    if (fading > 0) {
      const now = passed + <f32>i
      let part = f32x4.splat(comeIn(now, coming))
      part = f32x4.replace_lane(part, 1, comeIn(now + 1, coming))
      part = f32x4.replace_lane(part, 2, comeIn(now + 2, coming))
      part = f32x4.replace_lane(part, 3, comeIn(now + 3, coming))
      x = f32x4.add(f32x4.mul(part, x), v128.load(ghost + at))
    }
    v128.store(to + at, flushFour(x))
  }
}

/** Nothing is heard before the start, in this many frames of the quantum. */
function mute(self: usize, count: u32): void {
  const at = <usize>load<u32>(self + PLACE) << 2
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    clearBytes(sumsOf(self, channel) + at, <usize>count << 2)
  }
}

/** The frame of a quantum at which the timeline jumps for the last time; 128 where it goes on as it came. */
function findJump(self: usize, frame: u32): u32 {
  const period = 1 / load<f64>(self + RATE)
  store<u32>(self + TURNED, 0)
  const moved = timeAt(self, frame + LAST) - timeAt(self, frame)
  if (abs(moved - <f64>LAST * period) > 0.3 * period) {
    for (let i = LAST; i > 0; i--) {
      const change = timeAt(self, frame + i) - timeAt(self, frame + i - 1)
      if (abs(change - period) > 0.5 * period) return i
    }
  }
  const late = abs(timeAt(self, frame) - load<f64>(self + EXPECTED))
  const fresh = late > 0.5 * period || load<u32>(self + RUNS) != 2
  const moves =
    paramAt(self, START_PARAM, frame) != load<f32>(self + START) ||
    paramAt(self, FROM_PARAM, frame) != load<f32>(self + FROM)
  store<u32>(self + TURNED, moves && !fresh ? 1 : 0)
  return fresh || moves ? 0 : QUANTUM
}

/** The sound ends where it is. */
function cease(self: usize, jump: u32): void {
  if (load<u32>(self + RINGING) > 0) keepGhost(self, jump)
  else store<u32>(self + FADING, 0)
  store<u32>(self + JUMP, jump)
}

function processQuantum(self: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  const soundRate = load<f64>(self + SOUND_RATE)
  const size = sizeFor(rate, <i32>paramAt(self, WINDOW, frame) == 1)
  const stands = timeAt(self, frame + LAST) == timeAt(self, frame + LAST - 1)
  const found: u32 = stands ? QUANTUM : findJump(self, frame)
  const jump: u32 = found == QUANTUM && size != load<u32>(self + SIZE) ? 0 : found
  store<f32>(self + START, paramAt(self, START_PARAM, frame))
  store<f32>(self + FROM, paramAt(self, FROM_PARAM, frame))
  const early = (timeAt(self, frame) - <f64>paramAt(self, START_PARAM, frame)) * soundRate
  if (stands) {
    store<u32>(self + GOING, FADE)
    store<u32>(self + COMING, SHORT)
    if (load<u32>(self + RUNS) == 2) cease(self, 0)
    if (load<u32>(self + RUNS) != 1) clear(self, size)
    store<u32>(self + RUNS, 1)
  } else if (jump < QUANTUM) {
    const last = frame + LAST
    const since = <f64>LAST / rate
    const place = placeAt(self, timeAt(self, last), last) - speedAt(self, last) * since
    store<f64>(self + PLACE_IN_SOUND, place * soundRate)
    // A knob was turned, and the timeline goes on.
    const turned = found == QUANTUM || load<u32>(self + TURNED) != 0
    store<u32>(self + GOING, turned ? LONG_FADE : FADE)
    store<u32>(self + COMING, turned ? LONG_FADE : SHORT)
    store<u32>(self + RUNS, 2)
    cease(self, jump)
    begin(self, frame, size)
    // From silence it begins at once, with all of its attack.
    if (load<u32>(self + FADING) == 0 && jump > 0) store<u32>(self + FADING, GHOST)
  } else if (early < 0) store<f64>(self + PLACE_IN_SOUND, early * speedAt(self, frame))
  store<f64>(self + EXPECTED, timeAt(self, frame + LAST) + 1 / rate)
  if (!stands && load<u32>(self + SINCE) == 0) {
    windowAt(self, frame, <f64>(size / 2), load<u32>(self + PLACE), 0)
  }
  const until = -load<f64>(self + PLACE_IN_SOUND) * rate
  const pace = speedAt(self, frame) * soundRate
  if (until > 0) mute(self, <u32>min<f64>(<f64>QUANTUM, nearest(until / pace)))
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    give(self, channel, frame)
  }
  const mean = 0.5 * (speedAt(self, frame) + speedAt(self, frame + LAST))
  const moved = (mean * <f64>QUANTUM * soundRate) / rate
  store<f64>(self + PLACE_IN_SOUND, load<f64>(self + PLACE_IN_SOUND) + moved)
  store<u32>(self + PLACE, (load<u32>(self + PLACE) + QUANTUM) & (size - 1))
  const since = load<u32>(self + SINCE) + QUANTUM
  store<u32>(self + SINCE, stands || since * OVERLAP >= size ? 0 : since)
  const ringing = load<u32>(self + RINGING)
  store<u32>(self + RINGING, ringing > QUANTUM ? ringing - QUANTUM : 0)
  const fading = load<u32>(self + FADING)
  store<u32>(self + FADING, fading > QUANTUM ? fading - QUANTUM : 0)
}

export function time_stretch_process(self: usize, offset: u32, frames: u32): void {
  const silent = load<u32>(self + FRAMES) == 0
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    if (silent) {
      for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
        const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
        clearBytes(to, <usize>QUANTUM << 2)
      }
    } else processQuantum(self, frame)
  }
}
