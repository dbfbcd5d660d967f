import { readFileSync } from 'node:fs'
import { err, fail, ok, type Failure, type Hertz, type Result } from '#shared/kit'
import { createBlameBoard, ScriptPlugin, type BlameBoard, type ScriptLimits } from '../../sandbox'
import type { EngineNode, ScriptCode } from '../graph'
import type { ScriptAccess } from './script-unit'

/** Keeps an isolate a plugin, and numbers the nodes for the watchdog. */
export class ScriptRunner implements Disposable {
  readonly board: BlameBoard = createBlameBoard()
  readonly #plugins = new Map<string, ScriptPlugin>()
  /** By plugin: what did not load, or hung in its set-up, is not tried again for every node and every play. */
  readonly #failed = new Map<string, Failure>()
  readonly #slots = new Map<string, number>()
  readonly #limits: ScriptLimits
  readonly #onSlot: (node: string) => void

  /** `onSlot` hears which node each slot of the blame board is, one after the other from 0. */
  constructor(limits: ScriptLimits, onSlot: (node: string) => void) {
    this.#limits = limits
    this.#onSlot = onSlot
  }

  access(node: EngineNode, code: ScriptCode, rate: Hertz): ScriptAccess {
    const slot = this.#slotOf(node.id)
    return {
      board: this.board,
      callMs: this.#limits.callMs,
      behindMs: this.#limits.behindMs ?? Number.POSITIVE_INFINITY,
      slot,
      instantiate: layout => {
        const plugin = this.#load(code, slot)
        if (!plugin.ok) return plugin
        const made = this.#guarded(slot, () => plugin.value.instantiate(code.node, rate, layout))
        if (!made.ok && made.error.code === 'script-timeout') {
          this.#failed.set(code.plugin, made.error)
        }
        return made
      },
    }
  }

  /** The next node of the plugin starts it afresh; nodes that run keep what they have. */
  forget(plugin: string): void {
    this.#failed.delete(plugin)
    this.#plugins.get(plugin)?.retire()
    this.#plugins.delete(plugin)
  }

  /** All plugins are loaded afresh. */
  clear(): void {
    for (const plugin of this.#plugins.values()) plugin[Symbol.dispose]()
    this.#plugins.clear()
    this.#failed.clear()
  }

  [Symbol.dispose](): void {
    this.clear()
  }

  #slotOf(node: string): number {
    const known = this.#slots.get(node)
    if (known !== undefined) return known
    const slot = this.#slots.size
    this.#slots.set(node, slot)
    this.#onSlot(node)
    return slot
  }

  #guarded<T>(slot: number, setUp: () => T): T {
    this.board.enter(slot, this.#limits.setUpMs)
    const made = setUp()
    this.board.leave()
    return made
  }

  #load({ plugin, path }: ScriptCode, slot: number): Result<ScriptPlugin> {
    const failed = this.#failed.get(plugin)
    if (failed !== undefined) return err(failed)
    const held = this.#plugins.get(plugin)
    if (held !== undefined && !held.dead) return ok(held)
    const source = readCode(path)
    const loaded = source.ok
      ? this.#guarded(slot, () => ScriptPlugin.load(plugin, source.value, this.#limits))
      : source
    if (loaded.ok) this.#plugins.set(plugin, loaded.value)
    else this.#failed.set(plugin, loaded.error)
    return loaded
  }
}

function readCode(path: string): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'))
  } catch {
    return err(fail('plugin-code-failed', 'The code of the plugin cannot be read.'))
  }
}
