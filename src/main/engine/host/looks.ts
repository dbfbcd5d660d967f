import { LOOK_COUNT, LOOK_WINDOW } from '#shared/contract'
import type { CableEnd } from '#shared/graph'
import type { PlacedLook } from '../protocol'
import { copyTail, type Renderer, type Tee } from '../render'

/** Channels of an output that are seen. */
const MOST_CHANNELS = 2

type OutputLook = Extract<PlacedLook, { kind: 'output' }>
type ReadoutsLook = Extract<PlacedLook, { kind: 'readouts' }>

/** What pages look at, packed between two blocks; see `readLooks`. Its memory is its own and used again. */
export class Looks {
  /** Outputs that are to be written down. */
  ends: readonly CableEnd[] = []
  #looks: readonly PlacedLook[] = []
  #frame = new Float32Array(16_384)
  #at = 0

  /** Answers whether other outputs are to be written down. */
  set(looks: readonly PlacedLook[]): boolean {
    this.#looks = looks
    const outputs = new Map<string, CableEnd>()
    for (const look of looks) {
      if (look.kind === 'output') outputs.set(endKey(look), { node: look.node, port: look.port })
    }
    const ends = [...outputs.values()]
    const isSame =
      ends.length === this.ends.length && this.ends.every(end => outputs.has(endKey(end)))
    if (!isSame) this.ends = ends
    return !isSame
  }

  /** What is seen after the block just rendered; valid until the next call. */
  frame(renderer: Renderer): Float32Array {
    this.#at = 0
    for (const look of this.#looks) {
      if (look.kind === 'readouts') this.#readouts(look, renderer)
      else this.#output(look, renderer)
    }
    return this.#frame.subarray(0, this.#at)
  }

  #readouts({ slot, node, readouts }: ReadoutsLook, renderer: Renderer): void {
    this.#begin(slot, readouts.length)
    const { floats } = renderer.kernels.arena
    for (const { kernel, readout } of readouts) {
      const place = renderer.readout(node, kernel, readout)
      const section = this.#section(place?.length ?? 0)
      if (place === undefined) continue
      const first = place.at >>> 2
      if (place.type === 'f32') section.set(floats.subarray(first, first + place.length))
      else section.set(new Float64Array(floats.buffer, place.at, place.length))
    }
  }

  #output(look: OutputLook, renderer: Renderer): void {
    const index = this.ends.findIndex(end => endKey(end) === endKey(look))
    const tee = renderer.tee(index)
    if (tee === undefined) return
    const { arena } = renderer.kernels
    const channels = Math.min(tee.channels, MOST_CHANNELS)
    const done = doneOf(tee, arena.words)
    this.#begin(look.slot, 1 + channels)
    this.#section(1)[0] = done % LOOK_COUNT
    for (let channel = 0; channel < channels; channel++) {
      copyTail(arena, tee, channel, this.#section(Math.min(done, LOOK_WINDOW)))
    }
  }

  #begin(slot: number, sections: number): void {
    this.#room(2)
    this.#frame[this.#at] = slot
    this.#frame[this.#at + 1] = sections
    this.#at += 2
  }

  #section(length: number): Float32Array {
    this.#room(1 + length)
    this.#frame[this.#at] = length
    const first = this.#at + 1
    this.#at = first + length
    return this.#frame.subarray(first, this.#at)
  }

  #room(floats: number): void {
    if (this.#at + floats <= this.#frame.length) return
    const larger = new Float32Array(2 * (this.#at + floats))
    larger.set(this.#frame.subarray(0, this.#at))
    this.#frame = larger
  }
}

function endKey({ node, port }: CableEnd): string {
  return `${node}/${port}`
}

function doneOf({ at }: Tee, words: Uint32Array): number {
  return words[at >>> 2] ?? 0
}
