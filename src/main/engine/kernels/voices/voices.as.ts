import { inputChannel, outputChannels, paramAt, QUANTUM, STATE } from '../lib/header.as'
import {
  firstNote,
  NOTE_OFF,
  NOTE_ON,
  NOTE_PITCH,
  NOTE_PRESSURE,
  noteAt,
  noteCount,
  noteFrame,
  noteId,
  noteKey,
  noteKind,
  noteValue,
} from '../lib/notes.as'
import { clearHeld, dropHeld, heldBend, heldCount, heldKey, heldNote, heldPressure, heldTimbre, heldVelocity, HELD_BYTES, keepHeld, moveHeld } from './held.as'
import {
  advanceGate,
  beginNote,
  countSinceEnd,
  endNote,
  FREE,
  gateIsMoving,
  HELD,
  noteOf,
  orderOf,
  pitchOf,
  RELEASED,
  renameNote,
  resetVoice,
  rests,
  setBend,
  setPitch,
  setPressure,
  setStage,
  setTimbre,
  sinceEnd,
  stageOf,
  TIMBRE_REST,
  VOICE_BYTES,
  writeVoice,
} from './voice.as'

// State: f64 rate, f64 smoothing coefficient, u32 order of the next beginning or end, u32 mode,
// f64 pitch of the note begun last (or −1); the active flags; the held notes of one voice; the voices.
const RATE = STATE
const COEFFICIENT = STATE + 8
const ORDER = STATE + 16
const MODE = STATE + 20
const LAST_PITCH = STATE + 24
const ACTIVE = STATE + 32
const HELD_NOTES = ACTIVE + 128
const VOICES = HELD_NOTES + HELD_BYTES

const MOST_VOICES: usize = 32

/** Time constant of bends, pressure and timbre in seconds. */
const SMOOTHING: f64 = 0.005

const POLY: u32 = 0
const LEGATO: u32 = 2

export function voices_state_size(channels: u32): u32 {
  return <u32>(VOICES + MOST_VOICES * VOICE_BYTES)
}

export function voices_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + COEFFICIENT, 1 - Math.exp(-1 / (SMOOTHING * sampleRate)))
  store<u32>(self + ORDER, 1)
  store<u32>(self + MODE, POLY)
  store<f64>(self + LAST_PITCH, -1)
  memory.fill(self + ACTIVE, 0, 128)
  clearHeld(self + HELD_NOTES)
  for (let index: u32 = 0; index < <u32>MOST_VOICES; index++) resetVoice(voiceAt(self, index))
}

/** Address of one u32 a voice: 1 where it sounds in the quantum that was processed last. */
export function voices_active(self: usize): usize {
  return self + ACTIVE
}

/** 1 while no voice sounds. */
export function voices_idle(self: usize): u32 {
  for (let index: u32 = 0; index < countVoices(self); index++) {
    if (stageOf(voiceAt(self, index)) != FREE) return 0
  }
  return 1
}

// @ts-ignore: decorator
@inline
function voiceAt(self: usize, index: u32): usize {
  return self + VOICES + <usize>index * VOICE_BYTES
}

// @ts-ignore: decorator
@inline
function countVoices(self: usize): u32 {
  return min(outputChannels(self, 0), <u32>MOST_VOICES)
}

// @ts-ignore: decorator
@inline
function activate(self: usize, index: u32): void {
  store<u32>(self + ACTIVE + (<usize>index << 2), 1)
}

function nextOrder(self: usize): u32 {
  const order = load<u32>(self + ORDER)
  store<u32>(self + ORDER, order + 1)
  return order
}

// @ts-ignore: decorator
@inline
function within(value: f32, low: f32, high: f32): f32 {
  // Not `min` and `max`: they would let NaN through.
  return value > low ? (value < high ? value : high) : low
}

/** The free voice, else the released one, else the held one that has been so the longest. */
function pickVoice(self: usize): u32 {
  const count = countVoices(self)
  let best: u32 = 0
  let bestRank: u64 = 0xffffffffffffffff
  for (let index: u32 = 0; index < count; index++) {
    const voice = voiceAt(self, index)
    const stage = stageOf(voice)
    const tier: u64 = stage == FREE ? 0 : stage == RELEASED ? 1 : 2
    const rank = (tier << 32) | <u64>orderOf(voice)
    if (rank < bestRank) {
      bestRank = rank
      best = index
    }
  }
  return best
}

/** The voice that holds a note, or −1. */
function findVoice(self: usize, note: u32): i32 {
  const count = countVoices(self)
  for (let index: u32 = 0; index < count; index++) {
    const voice = voiceAt(self, index)
    if (stageOf(voice) == HELD && noteOf(voice) == note) return <i32>index
  }
  return -1
}

function glideFrames(self: usize, frame: u32): u32 {
  return <u32>nearest(max<f64>(<f64>paramAt(self, 2, frame), 0) * load<f64>(self + RATE))
}

function startVoice(
  self: usize,
  index: u32,
  frame: u32,
  note: u32,
  key: f32,
  velocity: f32,
  glide: u32,
): void {
  const voice = voiceAt(self, index)
  if (rests(voice)) {
    // It stood still since the quantum began, and was not written.
    const begin = frame & ~(QUANTUM - 1)
    writeVoice(self, voice, index, begin, frame - begin, load<f64>(self + COEFFICIENT))
  }
  const last = load<f64>(self + LAST_PITCH)
  beginNote(voice, note, velocity)
  setPitch(voice, last, key, last < 0 ? 0 : glide)
  setBend(voice, 0)
  setPressure(voice, 0)
  setTimbre(voice, TIMBRE_REST)
  setStage(voice, HELD, nextOrder(self))
  activate(self, index)
  store<f64>(self + LAST_PITCH, <f64>key)
}

function stopVoice(self: usize, index: u32, frame: u32): void {
  const voice = voiceAt(self, index)
  if (stageOf(voice) != HELD) return
  endNote(voice, frame & (QUANTUM - 1))
  setStage(voice, RELEASED, nextOrder(self))
}

/** The one voice goes over to the held note that was begun last. */
function takeHeld(self: usize, frame: u32, mode: u32, overlaps: bool): void {
  const held = self + HELD_NOTES
  const voice = voiceAt(self, 0)
  const sounds = stageOf(voice) == HELD
  const glide = mode == LEGATO && !overlaps ? 0 : glideFrames(self, frame)
  // It glides from where it is, an unfinished glide included.
  if (load<f64>(self + LAST_PITCH) >= 0) store<f64>(self + LAST_PITCH, pitchOf(voice))
  if (mode == LEGATO && overlaps && sounds) {
    renameNote(voice, heldNote(held))
    setPitch(voice, pitchOf(voice), heldKey(held), glide)
    store<f64>(self + LAST_PITCH, <f64>heldKey(held))
  } else {
    startVoice(self, 0, frame, heldNote(held), heldKey(held), heldVelocity(held), glide)
  }
  setBend(voice, heldBend(held))
  setPressure(voice, heldPressure(held))
  setTimbre(voice, heldTimbre(held))
}

function noteOn(self: usize, frame: u32, mode: u32, note: u32, key: f32, velocity: f32): void {
  if (mode == POLY) {
    const sounding = findVoice(self, note)
    if (sounding >= 0) stopVoice(self, <u32>sounding, frame)
    startVoice(self, pickVoice(self), frame, note, key, velocity, glideFrames(self, frame))
    return
  }
  const held = self + HELD_NOTES
  dropHeld(held, note)
  const overlaps = heldCount(held) > 0
  keepHeld(held, note, key, velocity)
  takeHeld(self, frame, mode, overlaps)
}

function noteOff(self: usize, frame: u32, mode: u32, note: u32): void {
  if (mode == POLY) {
    const index = findVoice(self, note)
    if (index >= 0) stopVoice(self, <u32>index, frame)
    return
  }
  const held = self + HELD_NOTES
  if (!dropHeld(held, note)) return
  if (heldCount(held) == 0) stopVoice(self, 0, frame)
  else if (noteOf(voiceAt(self, 0)) == note) takeHeld(self, frame, mode, true)
}

function moveNote(self: usize, mode: u32, kind: u32, note: u32, key: f32, value: f32): void {
  if (mode != POLY) moveHeld(self + HELD_NOTES, note, kind, kind == NOTE_PITCH ? key : value)
  const index = findVoice(self, note)
  if (index < 0) return
  const voice = voiceAt(self, <u32>index)
  if (kind == NOTE_PITCH) setBend(voice, key)
  else if (kind == NOTE_PRESSURE) setPressure(voice, value)
  else setTimbre(voice, value)
}

function applyEvent(self: usize, event: usize, frame: u32, mode: u32): void {
  const kind = noteKind(event)
  const note = noteId(event)
  const key = noteKey(event)
  const value = within(noteValue(event), 0, 1)
  if (kind == NOTE_ON) noteOn(self, frame, mode, note, within(key, 0, 136), value)
  else if (kind == NOTE_OFF) noteOff(self, frame, mode, note)
  else moveNote(self, mode, kind, note, within(key, -96, 96), value)
}

/** Whoever has rung out is free; another mode ends all that is held. */
function beginQuantum(self: usize, frame: u32): u32 {
  const count = countVoices(self)
  const mode = <u32>paramAt(self, 0, frame)
  const release = max<f64>(<f64>paramAt(self, 1, frame), 0) * load<f64>(self + RATE)
  if (mode != load<u32>(self + MODE)) {
    store<u32>(self + MODE, mode)
    clearHeld(self + HELD_NOTES)
    for (let index: u32 = 0; index < count; index++) stopVoice(self, index, frame)
  }
  for (let index: u32 = 0; index < count; index++) {
    const voice = voiceAt(self, index)
    if (stageOf(voice) == RELEASED && <f64>sinceEnd(voice) >= release) {
      setStage(voice, FREE, nextOrder(self))
    }
    store<u32>(self + ACTIVE + (<usize>index << 2), stageOf(voice) == FREE ? 0 : 1)
  }
  return mode
}

function processQuantum(self: usize, quantum: u32): void {
  const bus = inputChannel(self, 0, 0)
  const count = countVoices(self)
  const coefficient = load<f64>(self + COEFFICIENT)
  const mode = beginQuantum(self, quantum)
  const end = quantum + QUANTUM
  const events = noteCount(bus)
  let next = firstNote(bus, quantum)
  let frame = quantum
  while (frame < end) {
    for (let index: u32 = 0; index < count; index++) advanceGate(voiceAt(self, index))
    while (next < events && noteFrame(noteAt(bus, next)) <= frame) {
      applyEvent(self, noteAt(bus, next), frame, mode)
      next++
    }
    let until = next < events ? min(end, noteFrame(noteAt(bus, next))) : end
    for (let index: u32 = 0; index < count; index++) {
      if (gateIsMoving(voiceAt(self, index))) until = frame + 1
    }
    for (let index: u32 = 0; index < count; index++) {
      const voice = voiceAt(self, index)
      if (!rests(voice)) writeVoice(self, voice, index, frame, until - frame, coefficient)
    }
    frame = until
  }
  for (let index: u32 = 0; index < count; index++) countSinceEnd(voiceAt(self, index), QUANTUM)
}

export function voices_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
