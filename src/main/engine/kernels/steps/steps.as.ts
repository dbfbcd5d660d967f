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
import { alarm, alarmsAt } from '../lib/mend.as'
import { isSilent } from '../lib/silence.as'
import { course } from './course.as'
import { mix } from './mix.as'
import { mixGains } from './mix-gains.as'
import { modulate } from './modulate.as'
import { hush, isQuiet, mark } from './quiet.as'

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
 * [process, instance, idle, inputs, outputs, then the marks of each input and each output]: a kernel that is not
 * called in a quantum in which it rests and hears nothing: its outputs are silent. The grid of quanta decides, so
 * that no partition into calls does.
 */
export function step_resting(at: usize, offset: u32, frames: u32): void {
  const process = load<u32>(at)
  const self = <usize>load<u32>(at, 4)
  const idle = load<u32>(at, 8)
  const inputs = load<u32>(at, 12)
  const outputs = load<u32>(at, 16)
  const marks = at + 20
  const made = marks + (<usize>inputs << 2)
  const end = offset + frames
  // What is known to hear nothing needs no look at each quantum: while it rests it stays as it is.
  if (areQuiet(self, inputs, marks, offset, frames) && call_indirect<u32>(idle, self) != 0) {
    return hushOutputs(self, made, outputs, offset, frames)
  }
  let quantum = offset
  while (quantum < end) {
    // Where something is heard it is called whether it rests or not, and once for all quanta in a row.
    let loud = quantum
    while (loud < end && !hearsNothing(self, inputs, marks, loud)) loud += QUANTUM
    if (loud > quantum) {
      call_indirect<void>(process, self, quantum, loud - quantum)
      markOutputs(made, outputs, quantum, loud - quantum)
      quantum = loud
      continue
    }
    if (call_indirect<u32>(idle, self) == 0) {
      call_indirect<void>(process, self, quantum, QUANTUM)
      markOutputs(made, outputs, quantum, QUANTUM)
    } else hushOutputs(self, made, outputs, quantum, QUANTUM)
    quantum += QUANTUM
  }
}

function areQuiet(self: usize, inputs: u32, marks: usize, offset: u32, frames: u32): bool {
  for (let input: u32 = 0; input < inputs; input++) {
    if (inputChannels(self, input) == 0) continue
    if (!isQuiet(<usize>load<u32>(marks + (<usize>input << 2)), offset, frames)) return false
  }
  return true
}

function hearsNothing(self: usize, inputs: u32, marks: usize, quantum: u32): bool {
  for (let input: u32 = 0; input < inputs; input++) {
    if (isQuiet(<usize>load<u32>(marks + (<usize>input << 2)), quantum, QUANTUM)) continue
    const channels = inputChannels(self, input)
    for (let channel: u32 = 0; channel < channels; channel++) {
      if (!isSilent(inputChannel(self, input, channel) + (<usize>quantum << 2))) return false
    }
  }
  return true
}

/** [process, instance, rests, outputs, then the marks of each]: a kernel that knows by itself when it is silent. */
export function step_source(at: usize, offset: u32, frames: u32): void {
  const self = <usize>load<u32>(at, 4)
  const outputs = load<u32>(at, 12)
  if (call_indirect<u32>(load<u32>(at, 8), self, offset, frames) != 0) {
    return hushOutputs(self, at + 16, outputs, offset, frames)
  }
  call_indirect<void>(load<u32>(at), self, offset, frames)
  markOutputs(at + 16, outputs, offset, frames)
}

function hushOutputs(self: usize, marks: usize, outputs: u32, offset: u32, frames: u32): void {
  for (let output: u32 = 0; output < outputs; output++) {
    const place = <usize>load<u32>(marks + (<usize>output << 2))
    hush(outputChannel(self, output, 0), outputChannels(self, output), place, offset, frames)
  }
}

/** Sound may have been written to the outputs. */
function markOutputs(marks: usize, outputs: u32, offset: u32, frames: u32): void {
  for (let output: u32 = 0; output < outputs; output++) {
    mark(<usize>load<u32>(marks + (<usize>output << 2)), offset, frames, 0)
  }
}

/** Address of a u32 that is another number when something was found broken since. */
export function steps_alarms(): usize {
  return alarmsAt()
}

/** [step] */
export function step_host(at: usize, offset: u32, frames: u32): void {
  host(load<u32>(at), offset, frames)
}

/** [bus, channels] */
export function step_clear(at: usize, offset: u32, frames: u32): void {
  op_clear(<usize>load<u32>(at), load<u32>(at, 4), offset, frames)
}

/** [bus, channels, meter, count of samples that were taken out, marks] */
export function step_guard(at: usize, offset: u32, frames: u32): void {
  if (isQuiet(<usize>load<u32>(at, 16), offset, frames)) return
  const mended = op_guard(<usize>load<u32>(at), load<u32>(at, 4), offset, frames, load<u32>(at, 8))
  const count = <usize>load<u32>(at, 12)
  if (mended == 0) return
  store<u32>(count, load<u32>(count) + mended)
  alarm()
}

/** [bus, channels, meter, marks] */
export function step_meter(at: usize, offset: u32, frames: u32): void {
  if (isQuiet(<usize>load<u32>(at, 12), offset, frames)) return
  op_peak(<usize>load<u32>(at), load<u32>(at, 4), offset, frames, load<u32>(at, 8))
}

/** [into, channels, from, channels]: keeps the quantum that a looping cable carries into the next one. */
export function step_keep(at: usize, offset: u32, frames: u32): void {
  const from = <usize>load<u32>(at, 8) + (<usize>offset << 2)
  op_copy(<usize>load<u32>(at), load<u32>(at, 4), from, load<u32>(at, 12), 0, frames)
}

/**
 * [bus, channels, clock of the fades, count, marks, then of each source: bus, channels, flags, marks, then room for
 * three words a source]: the sum, in their order. Silent ones are left out, which changes no bit: sums of several begin
 * with +0, so none is −0.
 */
export function step_mix(at: usize, offset: u32, frames: u32): void {
  mix(at, offset, frames)
}

/**
 * [operands of a mix of whole sources, then of each source: instance of a gain or 0, marks of what that hears, then
 * room for four words a source]: the mix, where the gains that it hears are not run for themselves. What they would
 * write is never written, and the bits are the same.
 */
export function step_mix_gains(at: usize, offset: u32, frames: u32): void {
  mixGains(at, offset, frames)
}

/**
 * [function and instance of the allocator, address of its activity (u32 a voice), buses to clear: count, count
 * of voices, steps a voice, list of the buses (address, channels, marks), lists of the steps, voice after voice]: goes
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
    const sounds = anySounds(active, voices)
    for (let index: u32 = 0; index < buses; index++) {
      const sum = sums + <usize>index * 12
      const bus = <usize>load<u32>(sum)
      const channels = load<u32>(sum, 4)
      const marks = <usize>load<u32>(sum, 8)
      hush(bus, channels, marks, quantum, QUANTUM)
      if (sounds) mark(marks, quantum, QUANTUM, 0)
    }
    if (!sounds) continue
    for (let voice: u32 = 0; voice < voices; voice++) {
      if (load<u32>(active + (<usize>voice << 2)) == 0) continue
      runSteps(lists + ((<usize>voice * <usize>steps) << 3), steps, quantum, QUANTUM)
    }
  }
}

function anySounds(active: usize, voices: u32): bool {
  for (let voice: u32 = 0; voice < voices; voice++) {
    if (load<u32>(active + (<usize>voice << 2)) != 0) return true
  }
  return false
}

/** [bus, channels, from, channels]: adds, as a voice does to the sum of the voices. */
export function step_add(at: usize, offset: u32, frames: u32): void {
  const from = <usize>load<u32>(at, 8)
  op_mix(<usize>load<u32>(at), load<u32>(at, 4), from, load<u32>(at, 12), offset, frames)
}

/**
 * [bus, channels, from, channels, line, frames of the line, marks of the bus, marks of from]: delays by as many
 * frames. The line is u32 place, u32 frames of silence that it took last, then from byte 16 on a planar ring.
 */
export function step_delay(at: usize, offset: u32, frames: u32): void {
  const channels = load<u32>(at, 4)
  const line = <usize>load<u32>(at, 16)
  const size = load<u32>(at, 20)
  const marks = <usize>load<u32>(at, 24)
  const bus = <usize>load<u32>(at)
  const silent = load<u32>(line, 4)
  const hears = !isQuiet(<usize>load<u32>(at, 28), offset, frames)
  store<u32>(line, hears ? 0 : min(size, silent + frames), 4)
  if (!hears && silent >= size) return hush(bus, channels, marks, offset, frames)
  mark(marks, offset, frames, 0)
  op_copy(bus, channels, <usize>load<u32>(at, 8), load<u32>(at, 12), offset, frames)
  const begin = load<u32>(line)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const ring = line + 16 + ((<usize>channel * <usize>size) << 2)
    let samples = bus + <usize>channel * CHANNEL_BYTES + (<usize>offset << 2)
    let place = begin
    let left = frames
    while (left > 0) {
      const count = min(left, size - place)
      swap(ring + (<usize>place << 2), samples, count)
      samples += <usize>count << 2
      left -= count
      place = place + count == size ? 0 : place + count
    }
  }
  store<u32>(line, (begin + frames) % size)
}

/** What lies at one place goes to the other. */
function swap(one: usize, two: usize, count: u32): void {
  let i: u32 = 0
  for (; i + 8 <= count; i += 8) {
    const at = <usize>i << 2
    const a = v128.load(one + at)
    const b = v128.load(one + at, 16)
    v128.store(one + at, v128.load(two + at))
    v128.store(one + at, v128.load(two + at, 16), 16)
    v128.store(two + at, a)
    v128.store(two + at, b, 16)
  }
  for (; i < count; i++) {
    const at = <usize>i << 2
    const a = load<f32>(one + at)
    store<f32>(one + at, load<f32>(two + at))
    store<f32>(two + at, a)
  }
}

/**
 * [table, buffer, conversion]: the values of a parameter under automation. The table is u32 count of stretches, from
 * byte 8 on as f64 where the block begins, then from byte 16 on of each as f64 its first frame, counted from where that
 * counts from, its frames, then what `op_course` takes from `position` to `high`.
 */
export function step_course(at: usize, offset: u32, frames: u32): void {
  course(at, offset, frames)
}

/**
 * [into, base, address of whether the base moves, curve (0 linear, 1 exponential), conversion (0 none, 1 dB to gain,
 * 2 percent), f32 least, f32 most, f32 steps (0: none), clock of the fades, count, then of each source: bus, f32
 * depth, flags]: a parameter's values under modulation, in the range of its knob.
 */
export function step_modulate(at: usize, offset: u32, frames: u32): void {
  modulate(at, offset, frames)
}
