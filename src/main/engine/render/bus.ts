import { QUANTUM } from '#shared/kit'
import { NOTES_CHANNELS } from '../kernels'
import type { Arena } from './arena'

/** Channels of a block in the arena, one behind the other. */
export interface Bus {
  readonly at: number
  readonly channels: number
  /** Address of a byte a quantum that says where it is known to be silent; see `kernels/steps/quiet.as.ts`. */
  readonly marks?: number
}

/** A zeroed bus, freed when the stack is disposed of. */
export function allocateBus(arena: Arena, channels: number, owner: DisposableStack): Bus {
  const bytes = channels * arena.channelBytes
  const at = allocate(arena, bytes + arena.block / QUANTUM, owner)
  return { at, channels, marks: at + bytes }
}

/** A bus that nobody reads before it was written, without marks, freed when the stack is disposed of. */
export function allocateRoom(arena: Arena, channels: number, owner: DisposableStack): Bus {
  const bytes = channels * arena.channelBytes
  const at = arena.allocate(bytes, false)
  owner.defer(() => arena.free(at, bytes))
  return { at, channels }
}

/** A bus for notes. */
export function allocateNotes(arena: Arena, owner: DisposableStack): Bus {
  return { at: allocate(arena, NOTES_CHANNELS * arena.channelBytes, owner), channels: 1 }
}

/** A number that kernels read. */
export function allocateNumber(arena: Arena, value: number, owner: DisposableStack): number {
  const at = allocate(arena, 16, owner)
  arena.floats[at >>> 2] = value
  return at
}

/** Zeroed bytes, freed when the stack is disposed of. */
export function allocate(arena: Arena, bytes: number, owner: DisposableStack): number {
  const at = arena.allocate(bytes)
  owner.defer(() => arena.free(at, bytes))
  return at
}

/** Says of no quantum that it is silent. */
export function unmark({ words, block }: Arena, marks: number): void {
  const end = (marks + block / QUANTUM + 3) >>> 2
  for (let word = marks >>> 2; word < end; word++) words[word] = 0
}
