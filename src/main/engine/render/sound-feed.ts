import { fail, type Frames } from '#shared/kit'
import type { KernelStage } from '../compile'
import type { EngineNode, Sound } from '../graph'
import { exportNames, STATE_OFFSET } from '../kernels'
import { allocate } from './bus'
import type { KernelInstance } from './kernel-instance'
import type { KernelModule } from './kernel-module'
import {
  type LoadedSound,
  loadSound,
  loadTables,
  prepareRates,
  reduced,
  soundFrames,
} from './load-sound'
import type { ParamSlot } from './param-slot'
import { openSound } from './open-sound'
import type { TimelineView } from './timeline-view'
import type { UnitHost } from './unit'

/** Source frames that a player holds at once, at least: a third of a second at 48 kHz. */
const LEAST_WINDOW: Frames = 16_384
/** Offsets in a player's state; see `player.as.ts`. */
const [TIMELINE, START, LOOPS, BROKEN, ORIGIN, MENDED] = [28, 32, 48, 52, 56, 64]
const [STORED, SKIPPED, LASTS, SEEN, CONVERTED] = [68, 72, 80, 88, 92]

export interface FeedOptions {
  readonly kernels: KernelModule
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly rate: number
  readonly host: UnitHost
  readonly owner: DisposableStack
  /** Whole sounds of the unit by what they are: its voices share them. */
  readonly loaded: Map<string, LoadedSound | undefined>
}

/**
 * Gives a kernel its sound. A player reads its sound from disk while it plays, on whatever thread it runs; any
 * other kernel gets the whole of it in the arena.
 */
export class SoundFeed {
  readonly #stage: KernelStage
  readonly #sound: Sound
  readonly #options: FeedOptions
  #instance: KernelInstance | undefined
  #told = false
  /** Where a player finds the timeline. */
  #table = 0
  /** Samples of a whole sound that were no sound, until somebody asks. */
  #mended = 0
  #setUp: () => Iterable<void> = () => []

  constructor(stage: KernelStage, sound: Sound, options: FeedOptions) {
    this.#stage = stage
    this.#sound = sound
    this.#options = options
  }

  /** The sound that a stage is bound to; where it names none, the only one of the node. */
  static soundOf(node: EngineNode, { kernel, bindings }: KernelStage): Sound | undefined {
    if (kernel.id !== 'player' && kernel.sound === undefined) return undefined
    const binding = bindings['sound']
    if (typeof binding === 'object' && 'param' in binding) return node.sounds[binding.param]
    return kernel.id === 'player' ? Object.values(node.sounds)[0] : undefined
  }

  /** Frames, as the kernel gets them, and channels; nothing for a player, which holds a window of it alone. */
  get size(): readonly [Frames, number] | undefined {
    const { kernel } = this.#stage
    if (kernel.sound === undefined) return undefined
    const rate = kernel.sound === 'project-rate' ? this.#options.rate : this.#sound.sampleRate
    return [soundFrames(this.#sound, rate), this.#sound.channels]
  }

  /** Reads what the kernel needs of the sound, a little at a time. */
  *attach(instance: KernelInstance): Generator<void> {
    this.#instance = instance
    const isPlayer = instance.kernel.sound === undefined
    this.#setUp = isPlayer ? yield* this.#player(instance) : yield* this.#whole(instance)
  }

  /** Whether it plays by the timeline. */
  get plays(): boolean {
    return this.#instance?.kernel.id === 'player'
  }

  /** Plays by this view of the timeline from now on. */
  see(view: TimelineView): void {
    this.#table = view.table
    if (this.#instance === undefined) return
    const state = this.#instance.self + STATE_OFFSET
    this.#options.kernels.arena.words[(state + TIMELINE) >>> 2] = this.#table
  }

  /** A player follows its parameters; to be called when they changed. */
  follow(): void {
    const instance = this.#instance
    if (instance?.kernel.id !== 'player') return
    const { arena } = this.#options.kernels
    const state = instance.self + STATE_OFFSET
    const frames = (id: string) => Math.round(this.#number(id) * this.#options.rate)
    arena.doubles[(state + START) >>> 3] = frames('start')
    arena.doubles[(state + SKIPPED) >>> 3] = frames('offset')
    arena.doubles[(state + LASTS) >>> 3] = frames('length')
    arena.words[(state + LOOPS) >>> 2] = this.#number('loop') > 0 ? 1 : 0
  }

  /** Tells of a sound that could not be read, and answers how many samples were no sound since the last call. */
  inspect(): number {
    const instance = this.#instance
    let mended = this.#mended
    this.#mended = 0
    if (instance?.kernel.id !== 'player') return mended
    const { words } = this.#options.kernels.arena
    const state = instance.self + STATE_OFFSET
    if (words[(state + BROKEN) >>> 2] === 1) this.#tell()
    mended += words[(state + MENDED) >>> 2] ?? 0
    words[(state + MENDED) >>> 2] = 0
    return mended
  }

  /** After the kernel's own reset: its sound again, a little at a time. */
  *resetting(): Generator<void> {
    yield* this.#setUp()
    this.follow()
  }

  #number(id: string): number {
    const binding = this.#stage.bindings[id]
    if (typeof binding === 'number') return binding
    if (typeof binding !== 'object' || !('param' in binding)) return 0
    return this.#options.params.get(binding.param)?.value ?? 0
  }

  *#player(instance: KernelInstance): Generator<void, () => Iterable<void>> {
    const { kernels, rate, owner } = this.#options
    const { sampleRate, channels, frames } = this.#sound
    const [num, den] = reduced(sampleRate, rate)
    yield* prepareRates(kernels, num, den)
    const margin = kernels.call('player_margin')(num, den)
    const block = Math.ceil((kernels.arena.block * num) / den) + 2 * margin + 2
    // What a long block of a sound at a high rate takes, and some more, so that little is read twice.
    const held = Math.max(LEAST_WINDOW, 2 * block)
    const room = channels * held * 4
    const stored = kernels.sounds.take(this.#sound, owner)
    const isOther = stored > 0 && num !== den
    const converted = isOther ? kernels.sounds.takeConverted(this.#sound, rate, owner) : 0
    const window = stored > 0 && num === den ? 0 : allocate(kernels.arena, room, owner)
    const raw = stored > 0 ? 0 : allocate(kernels.arena, room, owner)
    const file = stored > 0 ? undefined : openSound(this.#sound.path, owner)
    if (stored === 0 && file === undefined) this.#tell()
    return () => {
      const at = instance.self + STATE_OFFSET
      const { words, doubles } = kernels.arena
      const id = stored > 0 ? (words[stored >>> 2] ?? 0) : file === undefined ? 0 : file + 1
      words.set([id, num, den, channels, window, held, raw, this.#table], at >>> 2)
      doubles[(at >>> 3) + 5] = frames
      doubles[(at + ORIGIN) >>> 3] = Number.NEGATIVE_INFINITY
      words[(at + STORED) >>> 2] = stored
      words[(at + SEEN) >>> 2] = 0
      words[(at + CONVERTED) >>> 2] = converted
      return []
    }
  }

  *#whole(instance: KernelInstance): Generator<void, () => Iterable<void>> {
    const { kernels, rate, owner, loaded: shared } = this.#options
    const { id, sound: form } = instance.kernel
    const wanted = form === 'project-rate' ? rate : this.#sound.sampleRate
    const { sound, soundMore } = exportNames(id)
    const key = `${form === 'tables' ? id : wanted} ${this.#sound.path}`
    if (!shared.has(key)) {
      const loading =
        form === 'tables' ? this.#tables(id) : loadSound(kernels, this.#sound, wanted, owner)
      shared.set(key, yield* loading)
    }
    const loaded = shared.get(key)
    if (loaded === undefined) this.#tell()
    this.#mended = loaded?.mended ?? 0
    const [give, more] = [kernels.call(sound), kernels.optional(soundMore)]
    return function* setUp() {
      if (loaded === undefined) return
      const { at, frames, channels } = loaded
      give(instance.self, at, frames, frames, channels, wanted)
      while (more?.(instance.self) === 1) yield
    }
  }

  #tables(id: string): Generator<void, LoadedSound | undefined> {
    const { kernels, owner } = this.#options
    const { tables, tablesSize } = exportNames(id)
    const made = { size: kernels.call(tablesSize), make: kernels.call(tables) }
    return loadTables(kernels, this.#sound, made, owner)
  }

  #tell(): void {
    if (this.#told) return
    this.#told = true
    const failure = fail('asset-missing', 'The sound cannot be read from disk.')
    this.#options.host.trouble(this.#options.node.id, failure)
  }
}
