import type { Frames } from '#shared/kit'
import type { Arena } from './arena'

/** What a cable holds back, by cable: it outlives the schedule, so that an edit elsewhere is not heard. */
export class DelayLines implements Disposable {
  readonly #arena: Arena
  readonly #lines = new Map<string, Line>()
  readonly #taken = new Set<string>()

  constructor(arena: Arena) {
    this.#arena = arena
  }

  /**
   * Address of a line: u32 place, u32 frames of silence that it took last, then from byte 16 on the ring. The present
   * one where it fits; else one that holds what the present one held last, or what the cable did whose fading end (`~`) this is.
   * One that begins `anew` is silent.
   */
  take(cable: string, frames: Frames, channels: number, anew = false): number {
    this.#taken.add(cable)
    const bytes = 16 + frames * channels * 4
    const present = this.#lines.get(cable)
    if (!anew && present?.frames === frames && present.bytes === bytes) return present.at
    const line = { at: this.#arena.allocate(bytes), bytes, frames }
    const past = present ?? (cable.endsWith('~') ? this.#lines.get(cable.slice(0, -1)) : undefined)
    if (past !== undefined && !anew) this.#fill(line, past)
    // Its fading end goes on with what it held.
    const end = `${cable}~`
    if (present !== undefined && !this.#lines.has(end)) this.#lines.set(end, present)
    else this.#drop(cable)
    this.#lines.set(cable, line)
    return line.at
  }

  #fill(line: Line, past: Line): void {
    const { words, floats } = this.#arena
    const place = words[past.at >>> 2] ?? 0
    const silent = words[(past.at >>> 2) + 1] ?? 0
    words[(line.at >>> 2) + 1] = silent >= past.frames ? line.frames : Math.min(silent, line.frames)
    const channels = Math.min(channelsOf(line), channelsOf(past))
    const count = Math.min(line.frames, past.frames)
    for (let channel = 0; channel < channels; channel++) {
      const from = ((past.at + 16) >>> 2) + channel * past.frames
      const to = ((line.at + 16) >>> 2) + (channel + 1) * line.frames
      for (let back = 1; back <= count; back++) {
        floats[to - back] = floats[from + ((place + past.frames - back) % past.frames)] ?? 0
      }
    }
  }

  /** Frees what nobody took since the last call. */
  sweep(): void {
    for (const cable of [...this.#lines.keys()]) if (!this.#taken.has(cable)) this.#drop(cable)
    this.#taken.clear()
  }

  /** Silence in all of them, as before the first block. */
  clear(): void {
    for (const { at, bytes } of this.#lines.values()) this.#arena.bytes.fill(0, at, at + bytes)
  }

  [Symbol.dispose](): void {
    for (const cable of [...this.#lines.keys()]) this.#drop(cable)
  }

  #drop(cable: string): void {
    const line = this.#lines.get(cable)
    if (line !== undefined) this.#arena.free(line.at, line.bytes)
    this.#lines.delete(cable)
  }
}

interface Line {
  readonly at: number
  readonly bytes: number
  readonly frames: Frames
}

function channelsOf({ bytes, frames }: Line): number {
  return (bytes - 16) / 4 / frames
}
