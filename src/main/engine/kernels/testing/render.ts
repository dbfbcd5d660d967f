import {
  BLOCK_FRAMES,
  CHANNEL_BYTES,
  HEADER,
  NOTES_CHANNELS,
  PAIR_BYTES,
  QUANTUM_FRAMES,
  exportNames,
} from '../abi'
import type { Kernel } from '../define-kernel'
import { createArena } from './load-kernels'
import { type NoteEvent, writeNotes } from './notes'

/** A number that holds, or one value a frame. */
export type Values = number | Float32Array

export type RenderOptions = {
  readonly frames: number
  readonly sampleRate?: number
  readonly seed?: number
  /** Channels of each input by name; what is missing is unconnected. */
  readonly inputs?: Readonly<Record<string, readonly Float32Array[]>>
  /** Params by name; choices as their index. */
  readonly params?: Readonly<Record<string, Values>>
  /** Frames of the calls, multiples of 128, cycled. Calls never cross a block of 1024. */
  readonly partition?: readonly number[]
  /** Channels of outputs that have as many as their asset. */
  readonly assetChannels?: number
  /** Channels of outputs that have one a voice. */
  readonly voices?: number
  /** Events of each input of kind notes by name, frames counted from the start of the render. */
  readonly notes?: Readonly<Record<string, readonly NoteEvent[]>>
  /** Planar channels of the sound of a kernel that has one, at `soundRate` or else the render's rate. */
  readonly sound?: readonly Float32Array[]
  readonly soundRate?: number
  /** Marks params as moving though they hold still. */
  readonly alwaysMoving?: boolean
}

function channelsOf(definition: Kernel, name: string, options: RenderOptions): number {
  const port = definition.outputs[name]
  if (!port) throw new Error(`${definition.id} has no output ${name}`)
  if (port.channels === 'asset') return options.assetChannels ?? 1
  if (port.channels === 'voices') return options.voices ?? 8
  if (port.channels !== 'input') return port.channels
  return Math.max(1, ...Object.values(options.inputs ?? {}).map(channels => channels.length))
}

function spread(value: Values, from: number, frames: number): Float32Array {
  return typeof value === 'number'
    ? new Float32Array(frames).fill(value)
    : value.subarray(from, from + frames)
}

function isStill(values: Float32Array): boolean {
  return values.every(value => value === values[0])
}

/** Lays an instance and its buses out, and returns functions that fill, call and read them. */
export function createInstance(definition: Kernel, options: RenderOptions) {
  const { stateSize, init, process, sound: takeSound, soundMore } = exportNames(definition.id)
  const sampleRate = options.sampleRate ?? 48_000
  const arena = createArena()
  const outputs = Object.keys(definition.outputs).map(name => ({
    name,
    channels: channelsOf(definition, name, options),
  }))
  const widest = Math.max(1, ...outputs.map(output => output.channels))
  const sound = options.sound ?? []
  const soundFrames = sound[0]?.length ?? 0
  const bytes = arena.call(stateSize, widest, sampleRate, soundFrames, sound.length)
  const self = arena.allocate(bytes)
  const silence = arena.allocate(CHANNEL_BYTES)

  function pair(offset: number, index: number, pointer: number, second: number): void {
    arena.words(self + offset + index * PAIR_BYTES, 2).set([pointer, second])
  }

  function makeTables(sound: number): number {
    const { tables, tablesSize } = exportNames(definition.id)
    const at = arena.allocate(arena.call(tablesSize, soundFrames))
    arena.call(tables, at, sound, soundFrames)
    return at
  }

  const inputs = Object.entries(definition.inputs).map(([name, { kind }], index) => {
    const events = kind === 'notes' ? options.notes?.[name] : undefined
    const channels = kind === 'notes' ? [] : (options.inputs?.[name] ?? [])
    const width = events === undefined ? channels.length : 1
    const length = kind === 'notes' ? NOTES_CHANNELS : width
    const bus = width > 0 ? arena.allocate(length * CHANNEL_BYTES) : silence
    pair(HEADER.inputs.offset, index, bus, width)
    return { bus, channels, events }
  })
  const buses = outputs.map((output, index) => {
    const isNotes = definition.outputs[output.name]?.kind === 'notes'
    const bus = arena.allocate((isNotes ? NOTES_CHANNELS : output.channels) * CHANNEL_BYTES)
    pair(HEADER.outputs.offset, index, bus, output.channels)
    return { ...output, bus }
  })
  const params = Object.entries(definition.params).map(([name, param], index) => {
    const buffer = arena.allocate(CHANNEL_BYTES)
    return { index, buffer, value: options.params?.[name] ?? param.default }
  })
  arena.call(init, self, sampleRate, options.seed ?? 1)
  if (soundFrames > 0) {
    const pointer = arena.allocate(sound.length * soundFrames * 4)
    sound.forEach((samples, channel) => {
      arena.floats(pointer + channel * soundFrames * 4, soundFrames).set(samples)
    })
    const rate = options.soundRate ?? sampleRate
    const made = definition.sound === 'tables' ? makeTables(pointer) : pointer
    arena.call(takeSound, self, made, soundFrames, soundFrames, sound.length, rate)
    while (arena.has(soundMore) && arena.call(soundMore, self) === 1);
  }

  return {
    arena,
    self,
    buses,
    /** Fills inputs and params for the block that begins at `from`. */
    fill(from: number, frames: number): void {
      for (const { bus, channels, events } of inputs) {
        if (events !== undefined) writeNotes(arena, bus, events, from, frames)
        channels.forEach((samples, channel) => {
          const part = samples.subarray(from, from + frames)
          arena.floats(bus + channel * CHANNEL_BYTES, frames).set(part)
        })
      }
      for (const { index, buffer, value } of params) {
        const values = spread(value, from, frames)
        const moving = options.alwaysMoving === true || !isStill(values)
        pair(HEADER.params.offset, index, buffer, moving ? 1 : 0)
        // A param that holds is only valid at its first element: the rest would show a wrong read.
        arena.floats(buffer, BLOCK_FRAMES).fill(Number.NaN)
        arena.floats(buffer, frames).set(moving ? values : values.subarray(0, 1))
      }
    },
    process(offset: number, frames: number): void {
      // Of a voice that rests nothing is written, and nothing is read.
      for (const { name, channels, bus } of buses) {
        if (definition.outputs[name]?.channels !== 'voices') continue
        for (let voice = 0; voice < channels; voice++) {
          arena.floats(bus + voice * CHANNEL_BYTES + offset * 4, frames).fill(0)
        }
      }
      arena.call(process, self, offset, frames)
    },
  }
}

/** Renders `frames` (a multiple of 128) and returns the channels of each output. */
export function render(definition: Kernel, options: RenderOptions): Record<string, Float32Array[]> {
  const instance = createInstance(definition, options)
  const partition = options.partition ?? [BLOCK_FRAMES]
  const results = Object.fromEntries(
    instance.buses.map(({ name, channels }) => [
      name,
      Array.from({ length: channels }, () => new Float32Array(options.frames)),
    ]),
  )
  let calls = 0
  let from = 0
  while (from < options.frames) {
    // A block is as many calls as fit into the buses; the last one may end early.
    let block = 0
    const sizes: number[] = []
    for (;;) {
      const wanted = partition[calls % partition.length] ?? QUANTUM_FRAMES
      const size = Math.min(wanted, options.frames - from - block)
      if (size === 0 || block + size > BLOCK_FRAMES) break
      sizes.push(size)
      block += size
      calls++
    }
    instance.fill(from, block)
    let offset = 0
    for (const size of sizes) {
      instance.process(offset, size)
      offset += size
    }
    for (const { name, channels, bus } of instance.buses) {
      for (let channel = 0; channel < channels; channel++) {
        const samples = instance.arena.floats(bus + channel * CHANNEL_BYTES, block)
        results[name]?.[channel]?.set(samples, from)
      }
    }
    from += block
  }
  return results
}

/** Renders and returns the channels of the output named `out`. */
export function renderOut(definition: Kernel, options: RenderOptions): Float32Array[] {
  return render(definition, options)['out'] ?? []
}
