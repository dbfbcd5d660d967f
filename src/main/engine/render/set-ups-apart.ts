import { err, fail, ok, type Result } from '#shared/kit'
import {
  createBlameBoard,
  loadApart,
  type BlameBoard,
  type CodeKind,
  type LoadedCode,
  type RunningScript,
  type ScriptLayout,
  type ScriptLimits,
} from '../../sandbox'

export interface SetUp {
  /** What the watchdog knows the node by. */
  readonly slot: number
  readonly name: string
  readonly kind: CodeKind
  readonly limits: ScriptLimits
  readonly node: string
  readonly rate: number
  readonly layout: ScriptLayout
  readonly kept?: string
  /** Of the layout's parameters: what it is rehearsed with. */
  readonly values: readonly number[]
  read(): Result<Uint8Array>
}

/** What was set up, and the code that it is a node of. */
export interface SetUpScript {
  readonly plugin: LoadedCode
  readonly script: RunningScript
}

/** A set-up that nobody waits for hangs only after so many times of what it may take, and a second. */
const PATIENCE = 4
const SECOND_MS = 1000

/**
 * Sets scripts up, one after the other, on threads of their own, so that neither set-ups nor what V8 compiles in the
 * first calls (some 20 ms in all for `drive`) hold up the sound. Each gets an
 * isolate of its own: one that sounds already could not be entered meanwhile.
 */
export class SetUpsApart {
  /** Who is being set up, for the watchdog. */
  readonly board: BlameBoard = createBlameBoard()
  #last: Promise<unknown> = Promise.resolve()

  make(setUp: SetUp): Promise<Result<SetUpScript>> {
    const made = this.#last.then(() => this.#make(setUp))
    this.#last = made
    return made
  }

  async #make(setUp: SetUp): Promise<Result<SetUpScript>> {
    const { name, kind, limits, node, rate, layout, kept, values } = setUp
    const source = setUp.read()
    if (!source.ok) return source
    this.board.enter(setUp.slot, PATIENCE * 2 * limits.setUpMs + SECOND_MS)
    try {
      const loaded = await loadApart(name, kind, source.value, limits)
      if (!loaded.ok) return loaded
      const plugin = loaded.value
      await plugin.rehearse(node, rate, layout, values)
      const made = await plugin.instantiateApart(node, rate, layout, kept)
      if (made.ok) return ok({ plugin, script: made.value })
      plugin[Symbol.dispose]()
      return made
    } catch {
      return err(fail('plugin-code-failed', `${name} could not be set up.`))
    } finally {
      this.board.leave()
    }
  }
}
