import type { Bytes } from '#shared/kit'
import type { Sound } from '../graph'
import { MAX_PAGES, type Arena } from './arena'
import { openSound } from './open-sound'

/** Frames of a chunk; of a table its head, and what it says of each chunk: see `kernels/player/stored.as.ts`. */
const CHUNK = 16_384
const HEAD: Bytes = 32
const ENTRY: Bytes = 16
/** All sounds that are kept: three minutes of stereo. A longer one is read from disk as it plays. */
export const MOST_STORED: Bytes = 64 * 2 ** 20
/** Beyond so much of the memory it is left to the graph. */
const MOST_REACHED: Bytes = MAX_PAGES * 32_768

interface Stored {
  readonly table: number
  readonly owned: DisposableStack
  players: number
}

/**
 * Sounds of players in the arena, planar, each as often as it is one: every player of a sound plays from it. They are read
 * while they are played, chunk by chunk, by whichever thread is the first to need one.
 */
export class SoundStore {
  readonly #arena: Arena
  readonly #most: Bytes
  readonly #sounds = new Map<string, Stored>()
  #held: Bytes = 0

  constructor(arena: Arena, most = MOST_STORED) {
    this.#arena = arena
    this.#most = most
  }

  /** Address of the table of a sound, which stays for as long as the owner; 0 where there is no room for it. */
  take(sound: Sound, owner: DisposableStack): number {
    const { path, channels, frames } = sound
    const key = `${channels} ${frames} ${path}`
    const stored = this.#sounds.get(key) ?? this.#store(sound)
    if (stored === undefined) return 0
    this.#sounds.set(key, stored)
    stored.players += 1
    owner.defer(() => {
      stored.players -= 1
      if (stored.players > 0) return
      this.#sounds.delete(key)
      stored.owned.dispose()
    })
    return stored.table
  }

  #store({ path, channels, frames }: Sound): Stored | undefined {
    const chunks = Math.ceil(frames / CHUNK)
    const chunk = channels * CHUNK * 4
    const bytes = chunks * chunk
    const fits = this.#held + bytes <= this.#most
    if (!fits || this.#arena.reached + bytes > MOST_REACHED) return undefined
    const owned = new DisposableStack()
    const file = openSound(path, owned)
    if (file === undefined) return undefined
    this.#held += bytes
    owned.defer(() => {
      this.#held -= bytes
    })
    const table = this.#allocate(HEAD + chunks * ENTRY, true, owned)
    const { words } = this.#arena
    words.set([file + 1, channels, frames], table >>> 2)
    for (let index = 0; index < chunks; index++) {
      words[(table + HEAD + index * ENTRY) >>> 2] = this.#allocate(chunk, false, owned)
    }
    return { table, owned, players: 0 }
  }

  #allocate(bytes: Bytes, zeroed: boolean, owned: DisposableStack): number {
    const at = this.#arena.allocate(bytes, zeroed)
    owned.defer(() => this.#arena.free(at, bytes))
    return at
  }
}
