import type { Bytes, Frames, Hertz } from '#shared/kit'
import type { Sound } from '../graph'
import { MAX_PAGES, type Arena } from './arena'
import { soundFrames } from './load-sound'
import { openSound } from './open-sound'

/** Frames of a chunk; of a table its head, and what it says of each chunk: see `kernels/player/stored.as.ts`. */
const CHUNK = 16_384
/** Frames of a chunk of a converted sound: see `kernels/player/converted.as.ts`. */
const CONVERTED_CHUNK = 4096
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
 * Sounds of players in the arena, planar, each as often as it is one: every player of a sound plays from it. They are read,
 * and converted to the project's rate, while they are played, chunk by chunk, by whichever thread is the first to need one.
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
    return this.#share(`${channels} ${frames} ${path}`, owner, () => this.#store(sound))
  }

  /**
   * Address of the table of a sound at another rate than its own, filled by whoever has the sound itself from here; 0
   * where there is no room for it, or where it has more channels than are heard.
   */
  takeConverted(sound: Sound, rate: Hertz, owner: DisposableStack): number {
    const { path, channels, frames, sampleRate } = sound
    const key = `${sampleRate} ${rate} ${channels} ${frames} ${path}`
    return channels > 2 ? 0 : this.#share(key, owner, () => this.#convert(sound, rate))
  }

  #share(key: string, owner: DisposableStack, make: () => Stored | undefined): number {
    const stored = this.#sounds.get(key) ?? make()
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
    const owned = new DisposableStack()
    const table = this.#table(channels, frames, CHUNK, owned)
    const file = table === undefined ? undefined : openSound(path, owned)
    if (table === undefined || file === undefined) {
      owned.dispose()
      return undefined
    }
    this.#arena.words[table >>> 2] = file + 1
    return { table, owned, players: 0 }
  }

  #convert(sound: Sound, rate: Hertz): Stored | undefined {
    const owned = new DisposableStack()
    const table = this.#table(sound.channels, soundFrames(sound, rate), CONVERTED_CHUNK, owned)
    return table === undefined ? undefined : { table, owned, players: 0 }
  }

  /** A table with room for all of its chunks, none of which is there yet. */
  #table(
    channels: number,
    frames: Frames,
    chunkFrames: Frames,
    owned: DisposableStack,
  ): number | undefined {
    const chunks = Math.ceil(frames / chunkFrames)
    const chunk = channels * chunkFrames * 4
    const bytes = chunks * chunk
    const fits = this.#held + bytes <= this.#most
    if (!fits || this.#arena.reached + bytes > MOST_REACHED) return undefined
    this.#held += bytes
    owned.defer(() => {
      this.#held -= bytes
    })
    const table = this.#allocate(HEAD + chunks * ENTRY, true, owned)
    const { words } = this.#arena
    words.set([0, channels, frames], table >>> 2)
    for (let index = 0; index < chunks; index++) {
      words[(table + HEAD + index * ENTRY) >>> 2] = this.#allocate(chunk, false, owned)
    }
    return table
  }

  #allocate(bytes: Bytes, zeroed: boolean, owned: DisposableStack): number {
    const at = this.#arena.allocate(bytes, zeroed)
    owned.defer(() => this.#arena.free(at, bytes))
    return at
  }
}
