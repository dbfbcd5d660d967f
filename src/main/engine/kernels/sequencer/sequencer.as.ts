import { hashOne } from '../lib/hash.as'
import { inputChannel, outputChannel, paramAt, QUANTUM, STATE, STEP } from '../lib/header.as'
import { appendNote, clearNotes, NOTE_OFF, NOTE_ON } from '../lib/notes.as'
import { snapToScale } from '../lib/scales.as'
import { stepBeats } from '../lib/note-lengths.as'
import {
  CLOCK_BYTES,
  clockBegins,
  clockJumps,
  clockLength,
  clockPlace,
  clockRuns,
  clockStep,
  readTimeline,
} from '../lib/step-clock.as'

// State: f64 rate, u32 seed, u32 number of the next note, u32 whether one is held, u32 its number,
// f32 its key, f32 its gate; then the clock.
const RATE = STATE
const SEED = STATE + 8
const NEXT = STATE + 12
const HELD = STATE + 16
const NOTE = STATE + 20
const KEY = STATE + 24
const GATE = STATE + 28
const CLOCK = STATE + 32

/** A gate from here on ties. */
const TIE: f32 = 0.999

export function sequencer_state_size(channels: u32): u32 {
  return <u32>(CLOCK + CLOCK_BYTES)
}

export function sequencer_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, CLOCK - STATE + CLOCK_BYTES)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SEED, seed)
  store<u32>(self + NEXT, seed & 0xfff)
  clearNotes(outputChannel(self, 0, 0))
}

/** Which of the steps a step of the timeline is. */
function pickStep(self: usize, step: i32, frame: u32): u32 {
  const length = max<i32>(1, min<i32>(16, <i32>nearest(paramAt(self, 4, frame))))
  const direction = <i32>paramAt(self, 5, frame)
  const count = max(0, step)
  if (direction == 1) return length - 1 - (count % length)
  if (direction == 2) {
    const turn = max(1, 2 * length - 2)
    const place = count % turn
    return place < length ? place : turn - place
  }
  if (direction == 3) return hashOne(count, load<u32>(self + SEED)) % length
  return count % length
}

/** A value of one of the lanes. */
// @ts-ignore: decorator
@inline
function valueOf(self: usize, input: usize, frame: u32, step: u32): f32 {
  const row = frame & ~(STEP - 1)
  return load<f32>(inputChannel(self, input, 0) + (<usize>(row + step) << 2))
}

function end(self: usize, frame: u32): void {
  if (load<u32>(self + HELD) == 0) return
  store<u32>(self + HELD, 0)
  const bus = outputChannel(self, 0, 0)
  appendNote(bus, frame, NOTE_OFF, load<u32>(self + NOTE), load<f32>(self + KEY), 0)
}

function keyOf(self: usize, frame: u32, step: u32): f32 {
  const root = nearest(paramAt(self, 7, frame))
  const pitch = max<f32>(-96, min<f32>(96, valueOf(self, 0, frame, step)))
  const key = snapToScale(root + nearest(pitch), <i32>root, <i32>paramAt(self, 8, frame))
  return max<f32>(0, min<f32>(136, key + paramAt(self, 9, frame)))
}

function begin(self: usize, frame: u32): void {
  const step = pickStep(self, clockStep, frame)
  const velocity = min<f32>(1, valueOf(self, 1, frame, step))
  const ties = load<u32>(self + HELD) != 0 && load<f32>(self + GATE) >= TIE
  if (!(velocity > 0)) {
    end(self, frame)
    return
  }
  const key = keyOf(self, frame, step)
  const gate = valueOf(self, 2, frame, step)
  if (ties && key == load<f32>(self + KEY)) {
    store<f32>(self + GATE, gate)
    return
  }
  if (!ties) end(self, frame)
  const note = load<u32>(self + NEXT)
  const bus = outputChannel(self, 0, 0)
  const fits = appendNote(bus, frame, NOTE_ON, note, key, velocity)
  if (ties) end(self, frame)
  if (!fits) return
  store<u32>(self + NEXT, (note + 1) & 0xfff)
  store<u32>(self + HELD, 1)
  store<u32>(self + NOTE, note)
  store<f32>(self + KEY, key)
  store<f32>(self + GATE, gate)
}

function processFrame(self: usize, frame: u32, length: f64, swing: f64, rate: f64): void {
  readTimeline(self, self + CLOCK, 0, frame, length, swing, rate)
  if (!clockRuns || clockJumps) end(self, frame)
  if (clockBegins) {
    begin(self, frame)
    return
  }
  const gate = load<f32>(self + GATE)
  const over = gate < TIE && clockPlace >= <f64>gate * clockLength
  if (over) end(self, frame)
}

export function sequencer_process(self: usize, offset: u32, frames: u32): void {
  if (offset == 0) clearNotes(outputChannel(self, 0, 0))
  const rate = load<f64>(self + RATE)
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    const length = stepBeats(<i32>paramAt(self, 3, quantum))
    const swing = min<f64>(0.75, max<f64>(0, <f64>paramAt(self, 6, quantum)))
    for (let i: u32 = 0; i < QUANTUM; i++) processFrame(self, quantum + i, length, swing, rate)
  }
}
