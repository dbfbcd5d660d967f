import { QUANTUM, type Frames } from '#shared/kit'
import { LineMover, type ScriptBlock } from '../../sandbox'
import type { Arena } from './arena'
import type { Bus } from './bus'
import type { ParamSlot } from './param-slot'

/**
 * What goes between the arena and a script's block. The arena itself is never shared with a plugin: channels are
 * copied, each in one go.
 */
export class ScriptLines {
  readonly #incoming: readonly Line[]
  readonly #outgoing: readonly Line[]
  readonly #params: readonly ParamLine[]
  readonly #arena: Arena
  #block: ScriptBlock | undefined
  /** Where the block lies in memory that Wasm can reach: several times as fast as `set`. */
  #mover: LineMover | undefined
  /** By line and quanta: the beginning of each line of the outputs, as far as it was asked for. */
  #made: Float32Array[][] = []

  /** `incoming`: of every channel of the inputs, where it lies. */
  constructor(
    arena: Arena,
    incoming: readonly number[],
    outgoing: readonly Bus[],
    params: Iterable<ParamSlot>,
  ) {
    this.#arena = arena
    this.#incoming = incoming.map(at => new Line(arena, at))
    this.#outgoing = outgoing.flatMap(bus => linesOf(arena, bus))
    this.#params = Array.from(params, slot => new ParamLine(arena, slot))
  }

  /** Writes inputs and parameters of so many quanta. */
  write(block: ScriptBlock, offset: Frames, quanta: number): void {
    if (this.#block !== block) this.#meet(block)
    const { lines } = block
    for (let line = 0; line < this.#incoming.length; line++) {
      const from = this.#incoming[line]
      const to = lines[line]
      if (from === undefined || to === undefined) continue
      if (this.#mover === undefined) to.set(from.at(offset, quanta))
      else this.#mover.give(to.byteOffset, from.place + offset * 4, quanta)
    }
    const first = this.#incoming.length + this.#outgoing.length
    for (let index = 0; index < this.#params.length; index++) {
      const line = lines[first + index]
      if (line !== undefined) this.#params[index]?.write(block, line, index, offset, quanta)
    }
  }

  /** What was written may not have been read: all parameters are to be written again. */
  forget(): void {
    for (const param of this.#params) param.forget()
  }

  /** Reads the outputs of so many quanta. */
  read(offset: Frames, quanta: number): void {
    for (let line = 0; line < this.#outgoing.length; line++) {
      const to = this.#outgoing[line]
      const from = this.#block?.lines[this.#incoming.length + line]
      if (to === undefined || from === undefined) continue
      if (this.#mover !== undefined) {
        this.#mover.take(to.place + offset * 4, from.byteOffset, quanta)
        continue
      }
      const made = this.#madeBy(line, quanta)
      if (made !== undefined) to.at(offset, quanta).set(made)
    }
  }

  /** A new instance has an empty block: every parameter is to be written again. */
  #meet(block: ScriptBlock): void {
    this.#block = block
    const { memory } = block
    this.#mover = memory === undefined ? undefined : new LineMover(this.#arena.memory, memory)
    for (const param of this.#params) param.forget()
    this.#made = this.#outgoing.map(() => [])
  }

  #madeBy(line: number, quanta: number): Float32Array | undefined {
    const views = this.#made[line]
    const whole = this.#block?.lines[this.#incoming.length + line]
    if (views === undefined || whole === undefined) return undefined
    return (views[quanta] ??= whole.subarray(0, quanta * QUANTUM))
  }
}

/** A channel in the arena, and views of its parts: the same few are asked for again and again. */
class Line {
  /** In bytes. */
  readonly place: number
  readonly #samples: Float32Array
  readonly #quanta: number
  readonly #views: (Float32Array | undefined)[] = []

  /** `at` is in bytes. */
  constructor(arena: Arena, at: number) {
    this.place = at
    this.#samples = arena.floats.subarray(at >>> 2, (at >>> 2) + arena.block)
    this.#quanta = arena.block / QUANTUM
  }

  at(offset: Frames, quanta: number): Float32Array {
    const key = (offset / QUANTUM) * (this.#quanta + 1) + quanta
    return (this.#views[key] ??= this.#samples.subarray(offset, offset + quanta * QUANTUM))
  }
}

/**
 * A parameter's values. The script keeps those of the quantum before where nothing changes; whether something does
 * follows from the values alone, so that it is the same however the sound is cut into blocks.
 */
class ParamLine {
  readonly #arena: Arena
  readonly #slot: ParamSlot
  readonly #at: number
  /** What the script holds at every frame; NaN where that is not one value. */
  #held = Number.NaN

  constructor(arena: Arena, slot: ParamSlot) {
    this.#arena = arena
    this.#slot = slot
    this.#at = slot.view(undefined) >>> 2
  }

  forget(): void {
    this.#held = Number.NaN
  }

  write(
    block: ScriptBlock,
    line: Float32Array,
    index: number,
    offset: Frames,
    quanta: number,
  ): void {
    const { floats } = this.#arena
    if (!this.#slot.moving) {
      const value = floats[this.#at] ?? 0
      if (value === this.#held) return
      this.#held = value
      line.fill(value, 0, QUANTUM)
      block.change(index, 0)
      return
    }
    for (let quantum = 0; quantum < quanta; quantum++) {
      const first = this.#at + offset + quantum * QUANTUM
      const still = stillValue(floats, first)
      if (still !== undefined && still === this.#held) continue
      this.#held = still ?? Number.NaN
      line.set(floats.subarray(first, first + QUANTUM), quantum * QUANTUM)
      block.change(index, quantum)
    }
  }
}

/** The one value of a quantum, if it has one. */
function stillValue(floats: Float32Array, first: number): number | undefined {
  const value = floats[first]
  for (let i = 1; i < QUANTUM; i++) if (floats[first + i] !== value) return undefined
  return value
}

/**
 * Where the channels of an input lie that is so many channels wide: by the rules of `op_mix`, since what is wired to it
 * may have become narrower, or nothing at all.
 */
export function incomingLines(
  arena: Arena,
  bus: Bus | undefined,
  channels: number,
  silence: Bus,
): number[] {
  return Array.from({ length: channels }, (_, channel) => {
    if (bus === undefined || bus.channels === 0) return silence.at
    if (channel < bus.channels) return bus.at + channel * arena.channelBytes
    return bus.channels === 1 && channel < 2 ? bus.at : silence.at
  })
}

function linesOf(arena: Arena, { at, channels }: Bus): Line[] {
  return Array.from(
    { length: channels },
    (_, channel) => new Line(arena, at + channel * arena.channelBytes),
  )
}
