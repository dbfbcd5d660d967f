import { readFileSync } from 'node:fs'
import { err, fail, type Hertz, type Result } from '#shared/kit'
import { createBlameBoard, ScriptPlugin, type BlameBoard, type ScriptLimits } from '../../sandbox'
import type { EngineNode, ScriptCode } from '../graph'
import type { ScriptAccess } from './script-unit'

/** Keeps an isolate a plugin, and numbers the nodes for the watchdog. */
export class ScriptRunner implements Disposable {
  readonly board: BlameBoard = createBlameBoard()
  readonly #plugins = new Map<string, ScriptPlugin>()
  readonly #slots: string[] = []
  readonly #limits: ScriptLimits
  readonly #onSlots: (nodes: readonly string[]) => void

  /** `onSlots` hears which node each slot of the blame board is, whenever one is added. */
  constructor(limits: ScriptLimits, onSlots: (nodes: readonly string[]) => void) {
    this.#limits = limits
    this.#onSlots = onSlots
  }

  access(node: EngineNode, code: ScriptCode, rate: Hertz): ScriptAccess {
    return {
      board: this.board,
      limits: this.#limits,
      slot: this.#slotOf(node.id),
      instantiate: layout => {
        const plugin = this.#load(code)
        return plugin.ok ? plugin.value.instantiate(code.node, rate, layout) : plugin
      },
    }
  }

  /** The next node of the plugin starts it afresh; nodes that run keep what they have. */
  forget(plugin: string): void {
    this.#plugins.delete(plugin)
  }

  [Symbol.dispose](): void {
    for (const plugin of this.#plugins.values()) plugin[Symbol.dispose]()
    this.#plugins.clear()
  }

  #slotOf(node: string): number {
    const known = this.#slots.indexOf(node)
    if (known >= 0) return known
    this.#slots.push(node)
    this.#onSlots(this.#slots)
    return this.#slots.length - 1
  }

  #load({ plugin, path }: ScriptCode): Result<ScriptPlugin> {
    const held = this.#plugins.get(plugin)
    if (held !== undefined && !held.dead) return { ok: true, value: held }
    let source: string
    try {
      source = readFileSync(path, 'utf8')
    } catch {
      return err(fail('plugin-code-failed', `The code of ${plugin} cannot be read.`))
    }
    const loaded = ScriptPlugin.load(plugin, source, this.#limits)
    if (loaded.ok) this.#plugins.set(plugin, loaded.value)
    return loaded
  }
}
