import { hashOne } from '../lib/hash.as'
import { inputChannel, outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import {
  appendNote,
  clearNotes,
  firstNote,
  NOTE_OFF,
  NOTE_ON,
  noteAt,
  noteCount,
  noteFrame,
  noteId,
  noteKey,
  noteKind,
  noteValue,
} from '../lib/notes.as'
import { stepBeats } from '../lib/note-lengths.as'
import {
  CLOCK_BYTES,
  clockBegins,
  clockLength,
  clockPlace,
  clockRuns,
  clockStep,
  readClock,
  readTimeline,
} from '../lib/step-clock.as'
import {
  forgetKept,
  heldKeys,
  holdKey,
  keyByBeginning,
  keyByHeight,
  keyCount,
  KEYS_BYTES,
  releaseKey,
  velocityByBeginning,
  velocityByHeight,
} from './keys.as'

// State: f64 rate, f64 free position in beats, u32 seed, u32 number of the next note, u32 first
// sounding note, u32 how many sound (their numbers follow one another), u32 whether the free position
// counts, u32 step of the pattern; then two clocks, the keys, and the keys that sound.
const RATE = STATE
const FREE = STATE + 8
const SEED = STATE + 16
const NEXT = STATE + 20
const FIRST = STATE + 24
const SOUNDING = STATE + 28
const WAS_FREE = STATE + 32
const TIMELINE = STATE + 48
const OWN = TIMELINE + CLOCK_BYTES
const KEYS = OWN + CLOCK_BYTES
const SOUNDS = KEYS + KEYS_BYTES

const UP_DOWN: i32 = 2
const DOWN: i32 = 1
const RANDOM: i32 = 3
const PLAYED: i32 = 4
const CHORD: i32 = 5

export function arpeggiator_state_size(channels: u32): u32 {
  return <u32>SOUNDS + 4 * 64
}

export function arpeggiator_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, SOUNDS + 4 * 64 - STATE)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SEED, seed)
  store<u32>(self + NEXT, seed & 0xfff)
  clearNotes(outputChannel(self, 0, 0))
}

/** Ends what sounds. */
function endAll(self: usize, frame: u32): void {
  const count = load<u32>(self + SOUNDING)
  const bus = outputChannel(self, 0, 0)
  for (let index: u32 = 0; index < count; index++) {
    const note = (load<u32>(self + FIRST) + index) & 0xfff
    appendNote(bus, frame, NOTE_OFF, note, load<f32>(self + SOUNDS + (<usize>index << 2)), 0)
  }
  store<u32>(self + SOUNDING, 0)
}

function beginOne(self: usize, frame: u32, key: f32, velocity: f32): void {
  if (!(key <= 136)) return
  const note = load<u32>(self + NEXT)
  const bus = outputChannel(self, 0, 0)
  const count = load<u32>(self + SOUNDING)
  if (!appendNote(bus, frame, NOTE_ON, note, key, velocity)) return
  if (count == 0) store<u32>(self + FIRST, note)
  store<f32>(self + SOUNDS + (<usize>count << 2), key)
  store<u32>(self + SOUNDING, count + 1)
  store<u32>(self + NEXT, (note + 1) & 0xfff)
}

/** A step begins: `step` is its number on the timeline. */
function beginStep(self: usize, frame: u32, step: i32): void {
  endAll(self, frame)
  const keys = self + KEYS
  const count = <i32>keyCount(keys)
  if (count == 0) return
  const mode = <i32>paramAt(self, 6, frame)
  const octaves = max<i32>(1, min<i32>(4, <i32>nearest(paramAt(self, 7, frame))))
  const places = mode == CHORD ? octaves : count * octaves
  const number = max(0, step)
  let place = number % places
  if (mode == DOWN) place = places - 1 - place
  if (mode == RANDOM) place = <i32>(hashOne(<u32>number, load<u32>(self + SEED)) % <u32>places)
  if (mode == UP_DOWN) {
    const turn = number % max(1, 2 * places - 2)
    place = turn < places ? turn : 2 * places - 2 - turn
  }
  if (mode == CHORD) {
    for (let index: u32 = 0; index < <u32>count; index++) {
      const key = keyByHeight(keys, index) + <f32>place * 12
      beginOne(self, frame, key, velocityByHeight(keys, index))
    }
    return
  }
  const index = <u32>(place % count)
  const octave: f32 = <f32>(place / count) * 12
  if (mode == PLAYED) {
    beginOne(self, frame, keyByBeginning(keys, index) + octave, velocityByBeginning(keys, index))
  } else {
    beginOne(self, frame, keyByHeight(keys, index) + octave, velocityByHeight(keys, index))
  }
}

function takeEvent(self: usize, event: usize, frame: u32, latch: bool): void {
  const kind = noteKind(event)
  const keys = self + KEYS
  if (kind == NOTE_ON) {
    const given = noteKey(event)
    const key: f32 = given >= 0 ? min<f32>(136, given) : 0
    // The first key sets the free steps going.
    if (keyCount(keys) == 0 || heldKeys(keys) == 0) {
      if (<i32>paramAt(self, 4, frame) == 1) store<f64>(self + FREE, 0)
      if (<i32>paramAt(self, 4, frame) == 1) store<u32>(self + OWN, 0, 8)
    }
    holdKey(keys, noteId(event), key, noteValue(event))
  } else if (kind == NOTE_OFF) releaseKey(keys, noteId(event), latch)
}

function processFrame(self: usize, frame: u32, beats: f64, swing: f64, gate: f64, rate: f64): void {
  const free = <i32>paramAt(self, 4, frame) == 1
  let own = free
  if (!free) {
    readTimeline(self, self + TIMELINE, 0, frame, beats, swing, rate)
    own = !clockRuns
  }
  const wasOwn = load<u32>(self + WAS_FREE) != 0
  store<u32>(self + WAS_FREE, own ? 1 : 0)
  if (own) {
    // One step is one beat of the free clock.
    const steps = free
      ? <f64>paramAt(self, 5, frame) / rate
      : <f64>paramAt(self, 0, frame) / (60 * rate * beats)
    const position = load<f64>(self + FREE)
    readClock(self + OWN, position, position + steps, steps, 1, swing)
    store<f64>(self + FREE, position + steps)
  }
  if (own != wasOwn) endAll(self, frame)
  if (clockBegins) beginStep(self, frame, clockStep)
  else if (load<u32>(self + SOUNDING) != 0) {
    if (clockPlace >= gate * clockLength || keyCount(self + KEYS) == 0) endAll(self, frame)
  }
}

function processQuantum(self: usize, quantum: u32): void {
  const bus = inputChannel(self, 0, 0)
  const events = noteCount(bus)
  const rate = load<f64>(self + RATE)
  const beats = stepBeats(<i32>paramAt(self, 3, quantum))
  const gate = <f64>paramAt(self, 8, quantum)
  const swing = min<f64>(0.75, max<f64>(0, <f64>paramAt(self, 9, quantum)))
  const latch = <i32>paramAt(self, 10, quantum) == 1
  if (!latch) forgetKept(self + KEYS)
  let next = firstNote(bus, quantum)
  for (let frame = quantum; frame < quantum + QUANTUM; frame++) {
    while (next < events && noteFrame(noteAt(bus, next)) <= frame) {
      takeEvent(self, noteAt(bus, next), frame, latch)
      next++
    }
    if (keyCount(self + KEYS) == 0 && load<u32>(self + SOUNDING) == 0) {
      // Nothing to play: only where the clocks have been is kept.
      skipFrame(self, frame, beats, swing, rate)
      continue
    }
    processFrame(self, frame, beats, swing, gate, rate)
  }
}

/** A frame without notes: the clocks read on, so that they know whether they follow. */
function skipFrame(self: usize, frame: u32, beats: f64, swing: f64, rate: f64): void {
  readTimeline(self, self + TIMELINE, 0, frame, beats, swing, rate)
  store<u32>(self + WAS_FREE, 1)
  store<f64>(self + FREE, 0)
  store<u32>(self + OWN, 0, 8)
}

export function arpeggiator_process(self: usize, offset: u32, frames: u32): void {
  if (offset == 0) clearNotes(outputChannel(self, 0, 0))
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
