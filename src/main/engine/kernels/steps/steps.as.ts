// The steps of a program beside the kernels: each has the signature of a kernel's `process`, and its operands,
// u32 unless said otherwise, lie where a kernel's instance would.

import { op_clear, op_copy, op_guard, op_mix, op_peak } from '../ops/ops.as'
import {
  CHANNEL_BYTES,
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  QUANTUM,
} from '../lib/header.as'
import { isSilent } from '../lib/silence.as'
import { FADES_IN, FADES_OUT, fadeOf, HELD, SOURCE_BYTES } from './fade.as'
import { modulate } from './modulate.as'

/** Runs a step of the host's (a script), by its number. Only ever called on the main thread. */
@external('env', 'host')
declare function host(step: u32, offset: u32, frames: u32): void

/** Runs `count` steps: pairs of a function and its operands. */
export function runSteps(list: usize, count: u32, offset: u32, frames: u32): void {
  const end = list + (<usize>count << 3)
  for (let at = list; at < end; at += 8) {
    call_indirect<void>(load<u32>(at), <usize>load<u32>(at, 4), offset, frames)
  }
}

/**
 * [process, instance, idle, inputs, outputs]: a kernel that is not called in a quantum in which it rests and hears
 * nothing: its outputs are silent. The grid of quanta decides, so that no partition into calls does.
 */
export function step_resting(at: usize, offset: u32, frames: u32): void {
  const process = load<u32>(at)
  const self = <usize>load<u32>(at, 4)
  const idle = load<u32>(at, 8)
  const inputs = load<u32>(at, 12)
  const outputs = load<u32>(at, 16)
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    if (call_indirect<u32>(idle, self) == 0 || !hearsNothing(self, inputs, quantum)) {
      call_indirect<void>(process, self, quantum, QUANTUM)
      continue
    }
    for (let output: u32 = 0; output < outputs; output++) {
      op_clear(outputChannel(self, output, 0), outputChannels(self, output), quantum, QUANTUM)
    }
  }
}

function hearsNothing(self: usize, inputs: u32, quantum: u32): bool {
  for (let input: u32 = 0; input < inputs; input++) {
    const channels = inputChannels(self, input)
    for (let channel: u32 = 0; channel < channels; channel++) {
      if (!isSilent(inputChannel(self, input, channel) + (<usize>quantum << 2))) return false
    }
  }
  return true
}

/** [step] */
export function step_host(at: usize, offset: u32, frames: u32): void {
  host(load<u32>(at), offset, frames)
}

/** [bus, channels] */
export function step_clear(at: usize, offset: u32, frames: u32): void {
  op_clear(<usize>load<u32>(at), load<u32>(at, 4), offset, frames)
}

/** [bus, channels, meter, count of samples that were taken out] */
export function step_guard(at: usize, offset: u32, frames: u32): void {
  const mended = op_guard(<usize>load<u32>(at), load<u32>(at, 4), offset, frames, load<u32>(at, 8))
  const count = <usize>load<u32>(at, 12)
  if (mended > 0) store<u32>(count, load<u32>(count) + mended)
}

/** [bus, channels, meter] */
export function step_meter(at: usize, offset: u32, frames: u32): void {
  op_peak(<usize>load<u32>(at), load<u32>(at, 4), offset, frames, load<u32>(at, 8))
}

/** [into, channels, from, channels]: keeps the quantum that a looping cable carries into the next one. */
export function step_keep(at: usize, offset: u32, frames: u32): void {
  const from = <usize>load<u32>(at, 8) + (<usize>offset << 2)
  op_copy(<usize>load<u32>(at), load<u32>(at, 4), from, load<u32>(at, 12), 0, frames)
}

/** [bus, channels, clock of the fades, count, then of each source: bus, channels, flags]: the sum, in their order. */
export function step_mix(at: usize, offset: u32, frames: u32): void {
  const bus = <usize>load<u32>(at)
  const channels = load<u32>(at, 4)
  const count = load<u32>(at, 12)
  const sources = at + 16
  if (count > 1 && allPlain(sources, count, channels)) {
    return sumPlain(bus, channels, sources, count, offset, frames)
  }
  if (count == 0) return op_clear(bus, channels, offset, frames)
  for (let index: u32 = 0; index < count; index++) {
    const source = sources + <usize>index * SOURCE_BYTES
    const flags = load<u32>(source, 8)
    const from = <usize>load<u32>(source)
    const width = load<u32>(source, 4)
    if ((flags & (FADES_IN | FADES_OUT)) != 0) {
      if (index == 0) op_clear(bus, channels, offset, frames)
      const clock = load<u32>(<usize>load<u32>(at, 8))
      mixFading(bus, channels, from, width, flags, clock, offset, frames)
      continue
    }
    const held = (flags & HELD) != 0
    // Buses have a fixed stride, so that a pointer moved by the offset is a bus that begins there.
    const to = held ? bus + (<usize>offset << 2) : bus
    const start = held ? 0 : offset
    if (index == 0) op_copy(to, channels, from, width, start, frames)
    else op_mix(to, channels, from, width, start, frames)
  }
}

function allPlain(sources: usize, count: u32, channels: u32): bool {
  for (let index: u32 = 0; index < count; index++) {
    const source = sources + <usize>index * SOURCE_BYTES
    const width = load<u32>(source, 4)
    if (load<u32>(source, 8) != 0 || (width != channels && (width != 1 || channels > 2))) return false
  }
  return true
}

/** Sums of sources that are as wide as the bus, or mono: in one pass, 16 frames at a time. */
function sumPlain(
  bus: usize,
  channels: u32,
  sources: usize,
  count: u32,
  offset: u32,
  frames: u32,
): void {
  const end = sources + <usize>count * SOURCE_BYTES
  for (let channel: u32 = 0; channel < channels; channel++) {
    const plane = <usize>channel * CHANNEL_BYTES
    const last = (<usize>offset + <usize>frames) << 2
    for (let place = <usize>offset << 2; place < last; place += 64) {
      let from = <usize>load<u32>(sources) + place + (load<u32>(sources, 4) == 1 ? 0 : plane)
      let a = v128.load(from)
      let b = v128.load(from, 16)
      let c = v128.load(from, 32)
      let d = v128.load(from, 48)
      for (let source = sources + SOURCE_BYTES; source < end; source += SOURCE_BYTES) {
        from = <usize>load<u32>(source) + place + (load<u32>(source, 4) == 1 ? 0 : plane)
        a = f32x4.add(a, v128.load(from))
        b = f32x4.add(b, v128.load(from, 16))
        c = f32x4.add(c, v128.load(from, 32))
        d = f32x4.add(d, v128.load(from, 48))
      }
      const to = bus + plane + place
      v128.store(to, a)
      v128.store(to, b, 16)
      v128.store(to, c, 32)
      v128.store(to, d, 48)
    }
  }
}

/** Adds a source times the gain of its fade. */
function mixFading(
  bus: usize,
  channels: u32,
  from: usize,
  width: u32,
  flags: u32,
  clock: u32,
  offset: u32,
  frames: u32,
): void {
  const held = (flags & HELD) != 0
  for (let i: u32 = 0; i < frames; i++) {
    const gain = fadeOf(flags, <i32>(clock + offset + i))
    const place = <usize>(offset + i) << 2
    const source = from + (held ? <usize>i << 2 : place)
    for (let channel: u32 = 0; channel < channels; channel++) {
      const to = bus + <usize>channel * CHANNEL_BYTES + place
      store<f32>(to, load<f32>(to) + gain * sampleFor(source, width, channel, channels))
    }
  }
}

/** By the rules of `op_mix`. */
function sampleFor(source: usize, width: u32, channel: u32, channels: u32): f32 {
  if (width == 1) return channel < 2 ? load<f32>(source) : 0
  if (width == 2 && channels == 1) {
    return (load<f32>(source) + load<f32>(source + CHANNEL_BYTES)) * 0.5
  }
  return channel < width ? load<f32>(source + <usize>channel * CHANNEL_BYTES) : 0
}

/**
 * [function and instance of the allocator, address of its activity (u32 a voice), buses to clear: count, count
 * of voices, steps a voice, list of the buses (address, channels), lists of the steps, voice after voice]: goes
 * quantum by quantum, and leaves out the voices that are silent.
 */
export function step_voices(at: usize, offset: u32, frames: u32): void {
  const allocate = load<u32>(at)
  const allocator = <usize>load<u32>(at, 4)
  const active = <usize>load<u32>(at, 8)
  const buses = load<u32>(at, 12)
  const voices = load<u32>(at, 16)
  const steps = load<u32>(at, 20)
  const sums = <usize>load<u32>(at, 24)
  const lists = <usize>load<u32>(at, 28)
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    call_indirect<void>(allocate, allocator, quantum, QUANTUM)
    for (let index: u32 = 0; index < buses; index++) {
      const bus = sums + (<usize>index << 3)
      op_clear(<usize>load<u32>(bus), load<u32>(bus, 4), quantum, QUANTUM)
    }
    for (let voice: u32 = 0; voice < voices; voice++) {
      if (load<u32>(active + (<usize>voice << 2)) == 0) continue
      runSteps(lists + ((<usize>voice * <usize>steps) << 3), steps, quantum, QUANTUM)
    }
  }
}

/** [bus, channels, from, channels]: adds, as a voice does to the sum of the voices. */
export function step_add(at: usize, offset: u32, frames: u32): void {
  const from = <usize>load<u32>(at, 8)
  op_mix(<usize>load<u32>(at), load<u32>(at, 4), from, load<u32>(at, 12), offset, frames)
}

/**
 * [bus, channels, from, channels, line, frames of the line]: delays by as many frames. The line is u32 place, then
 * from byte 16 on a planar ring.
 */
export function step_delay(at: usize, offset: u32, frames: u32): void {
  const channels = load<u32>(at, 4)
  const line = <usize>load<u32>(at, 16)
  const size = load<u32>(at, 20)
  const bus = <usize>load<u32>(at)
  op_copy(bus, channels, <usize>load<u32>(at, 8), load<u32>(at, 12), offset, frames)
  const begin = load<u32>(line)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const ring = line + 16 + ((<usize>channel * <usize>size) << 2)
    const samples = bus + <usize>channel * CHANNEL_BYTES + (<usize>offset << 2)
    let place = begin
    for (let i: u32 = 0; i < frames; i++) {
      const cell = ring + (<usize>place << 2)
      const sample = samples + (<usize>i << 2)
      const delayed = load<f32>(cell)
      store<f32>(cell, load<f32>(sample))
      store<f32>(sample, delayed)
      place = place + 1 == size ? 0 : place + 1
    }
  }
  store<u32>(line, (begin + frames) % size)
}

/**
 * [into, base, address of whether the base moves, curve (0 linear, 1 exponential), conversion (0 none, 1 dB to gain,
 * 2 percent), f32 least, f32 most, f32 steps (0: none), clock of the fades, count, then of each source: bus, f32
 * depth, flags]: a parameter's values under modulation, in the range of its knob.
 */
export function step_modulate(at: usize, offset: u32, frames: u32): void {
  modulate(at, offset, frames)
}
