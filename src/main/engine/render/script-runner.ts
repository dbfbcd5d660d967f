import { readFileSync } from 'node:fs'
import { err, fail, ok, type Bytes, type Failure, type Hertz, type Result } from '#shared/kit'
import {
  createBlameBoard,
  hostsExist,
  loadCode,
  RemoteScript,
  ScriptHosts,
  stricter,
  type BlameBoard,
  type LoadedCode,
  type RunningScript,
  type ScriptLayout,
  type ScriptLimits,
} from '../../sandbox'
import type { EngineNode, ScriptCode, ScriptPlace } from '../graph'
import type { ScriptAccess, ScriptEvent } from './script-access'
import { ScriptMeter, type ScriptFigures } from './script-meter'
import { SetUpsApart, type SetUpScript } from './set-ups-apart'

export interface ScriptRunnerOptions {
  /** Of plugins in processes of their own; the same as of the others where they are left out. */
  readonly hostLimits?: ScriptLimits
  /** Keeps a process ready for the next plugin that wants one of its own. */
  readonly spare?: boolean
  readonly onEvent?: (event: ScriptEvent) => void
  /** While sound runs, what is new is set up on other threads. */
  readonly apart?: boolean
}

/** What differs with the place where the code runs. */
type OwnAccess = Pick<ScriptAccess, 'limits' | 'instantiate' | 'guarded' | 'ahead'> & {
  /** What was made ahead is not wanted any more. */
  readonly abandon?: () => void
}

/** Keeps an isolate a plugin, here or in a process of its own, and numbers the nodes for the watchdog. */
export class ScriptRunner implements Disposable {
  readonly board: BlameBoard = createBlameBoard()
  /** Where the plugins run that are not trusted. */
  readonly hosts: ScriptHosts
  readonly #plugins = new Map<string, LoadedCode>()
  /** What did not load, or hung in its set-up, is not tried again for every node and every play. */
  readonly #failed = new Map<string, Failure>()
  readonly #slots = new Map<string, number>()
  readonly #meters = new Map<string, ScriptMeter>()
  /** Nodes by version of a plugin's code. */
  readonly #users = new Map<string, number>()
  readonly #newest = new Map<string, string>()
  readonly setUps: SetUpsApart | undefined
  /** Code that has a node set up apart, beside what other nodes of its plugin have. */
  readonly #extras = new Set<LoadedCode>()
  /** Another one after every `clear`. */
  #age = 0
  readonly #limits: ScriptLimits
  readonly #hostLimits: ScriptLimits
  readonly #onSlot: (node: string) => void
  readonly #onEvent: (event: ScriptEvent) => void

  /** `onSlot` hears which node each slot of the blame board is, one after the other from 0. */
  constructor(
    limits: ScriptLimits,
    onSlot: (node: string) => void,
    {
      hostLimits = limits,
      spare = false,
      onEvent = () => {},
      apart = false,
    }: ScriptRunnerOptions = {},
  ) {
    this.#limits = { ...limits, common: true }
    this.#hostLimits = hostLimits
    this.#onSlot = onSlot
    this.#onEvent = onEvent
    this.setUps = apart ? new SetUpsApart() : undefined
    this.hosts = new ScriptHosts({
      limits: hostLimits,
      spare,
      onDeath: (plugin, failure) => onEvent({ kind: 'death', plugin, failure }),
    })
  }

  /** Whether sound runs: then nobody waits for a process to start. */
  get live(): boolean {
    return this.hosts.hurried
  }

  set live(runs: boolean) {
    this.hosts.hurried = runs
  }

  access(node: EngineNode, code: ScriptCode, rate: Hertz): ScriptAccess {
    const place = code.place === 'host' && hostsExist ? 'host' : 'engine'
    const key = keyOf(code)
    this.#users.set(key, (this.#users.get(key) ?? 0) + 1)
    const before = this.#newest.get(code.plugin)
    this.#newest.set(code.plugin, key)
    // Code that no node has, and that none will have any more.
    if (before !== undefined && before !== key && !this.#users.has(before)) this.#drop(before)
    const own = place === 'host' ? this.#remote(node, code, rate) : this.#local(node, code, rate)
    return {
      ...own,
      meter: this.#meterOf(node.id, code, place),
      tell: this.#onEvent,
      release: refused => {
        own.abandon?.()
        this.#release(node.id, code, refused)
      },
    }
  }

  /** The next node of the plugin starts it afresh; nodes that run keep what they have. */
  forget(plugin: string): void {
    for (const key of [...this.#failed.keys(), ...this.#plugins.keys()]) {
      if (pluginOfKey(key) === plugin) this.#drop(key)
    }
    this.hosts.forget(plugin)
  }

  /** All plugins are loaded afresh. */
  clear(): void {
    for (const plugin of [...this.#plugins.values(), ...this.#extras]) plugin[Symbol.dispose]()
    this.#plugins.clear()
    this.#extras.clear()
    this.#age += 1
    this.#failed.clear()
    this.#users.clear()
    this.#meters.clear()
    this.hosts.clear()
  }

  /** What every node's calls cost since the last time, by node. */
  figures(): Readonly<Record<string, ScriptFigures>> {
    return Object.fromEntries([...this.#meters].map(([node, meter]) => [node, meter.take()]))
  }

  /** By plugin: the memory of its isolates, or of its processes. */
  memory(): ReadonlyMap<string, Bytes> {
    const sums = new Map(this.hosts.memory())
    for (const [key, { memory }] of this.#plugins) {
      const plugin = pluginOfKey(key)
      sums.set(plugin, (sums.get(plugin) ?? 0) + memory)
    }
    for (const extra of this.#extras) {
      if (extra.dead) this.#extras.delete(extra)
      else sums.set(extra.name, (sums.get(extra.name) ?? 0) + extra.memory)
    }
    return sums
  }

  [Symbol.dispose](): void {
    this.clear()
    this.hosts[Symbol.dispose]()
  }

  #local(node: EngineNode, code: ScriptCode, rate: Hertz): OwnAccess {
    const slot = this.#slotOf(node.id)
    const guarded = <T>(allowedMs: number, act: () => T): T => this.#guarded(slot, allowedMs, act)
    const { setUps } = this
    const limits = stricter(this.#limits, code.limits)
    let ready: Result<SetUpScript> | undefined
    let wanted = 0
    const ahead = async (layout: ScriptLayout, kept?: string): Promise<void> => {
      const failed = this.#failed.get(keyOf(code))
      if (setUps === undefined || !this.live || failed !== undefined) return
      wanted += 1
      const [mine, age] = [wanted, this.#age]
      const parts = { slot, rate, layout, ...(kept !== undefined && { kept }) }
      const made = await setUps.make({
        ...parts,
        name: code.plugin,
        limits,
        kind: code.kind ?? 'script',
        node: code.node,
        values: layout.params.map(param => node.params[param]?.value ?? 0),
        read: () => readCode(code.path),
      })
      if (mine === wanted && age === this.#age) ready = made
      // Nobody waits for it any more.
      else if (made.ok) made.value.plugin[Symbol.dispose]()
    }
    return {
      limits,
      guarded,
      ...(setUps !== undefined && { ahead }),
      abandon: () => {
        wanted += 1
        if (ready?.ok) ready.value.plugin[Symbol.dispose]()
        ready = undefined
      },
      instantiate: (layout, kept) => {
        const made = ready
        ready = undefined
        wanted += 1
        if (made !== undefined) return this.#take(code, made)
        const plugin = this.#load(code, slot)
        if (!plugin.ok) return plugin
        const script = guarded(limits.setUpMs, () =>
          plugin.value.instantiate(code.node, rate, layout, kept),
        )
        if (!script.ok && script.error.code === 'script-timeout') {
          this.#failed.set(keyOf(code), script.error)
        }
        return script
      },
    }
  }

  /** What was set up apart; the next nodes of the plugin get the same isolate, if it is the first of them. */
  #take(code: ScriptCode, made: Result<SetUpScript>): Result<RunningScript> {
    const key = keyOf(code)
    if (!made.ok) {
      this.#failed.set(key, made.error)
      return made
    }
    const { plugin, script } = made.value
    const held = this.#plugins.get(key)
    if (held === undefined || held.dead) this.#plugins.set(key, plugin)
    else {
      this.#extras.add(plugin)
      // It goes with its node.
      plugin.retire()
    }
    return ok(script)
  }

  #remote(node: EngineNode, code: ScriptCode, rate: Hertz): OwnAccess {
    const { plugin, kind = 'script' } = code
    const { limits: own } = code
    const read = () => readCode(code.path)
    const hosted = { plugin, kind, revision: versionOf(code), limits: own, read }
    const limits = stricter(this.#hostLimits, own)
    const parts = { hosts: this.hosts, code: hosted, limits, rate }
    const named = { label: node.label, node: code.node }
    return {
      limits,
      // Nobody waits for it longer than they want to.
      guarded: (_allowedMs, act) => act(),
      instantiate: (layout, kept) =>
        RemoteScript.make({ ...parts, ...named, layout, ...(kept !== undefined && { kept }) }),
    }
  }

  #release(node: string, code: ScriptCode, refused: 'refused' | undefined): void {
    const key = keyOf(code)
    const meter = this.#meters.get(node)
    if (meter !== undefined) {
      meter.users -= 1
      if (meter.users === 0) this.#meters.delete(node)
    }
    const left = Math.max(0, (this.#users.get(key) ?? 0) - 1)
    this.#users.set(key, left)
    if (left > 0) return
    this.#users.delete(key)
    if (code.place === 'host') this.hosts.close(code.plugin, versionOf(code))
    // An isolate costs little, and whoever takes a node away may bring it back.
    if (refused !== undefined || this.#newest.get(code.plugin) !== key) this.#drop(key)
  }

  #meterOf(node: string, { plugin }: ScriptCode, place: ScriptPlace): ScriptMeter {
    const meter = this.#meters.get(node) ?? new ScriptMeter(plugin, place)
    this.#meters.set(node, meter)
    meter.place = place
    meter.users += 1
    return meter
  }

  #drop(key: string): void {
    this.#failed.delete(key)
    this.#plugins.get(key)?.retire()
    this.#plugins.delete(key)
  }

  #slotOf(node: string): number {
    const known = this.#slots.get(node)
    if (known !== undefined) return known
    const slot = this.#slots.size
    this.#slots.set(node, slot)
    this.#onSlot(node)
    return slot
  }

  #guarded<T>(slot: number, allowedMs: number, act: () => T): T {
    this.board.enter(slot, allowedMs)
    const made = act()
    this.board.leave()
    return made
  }

  #load(code: ScriptCode, slot: number): Result<LoadedCode> {
    const key = keyOf(code)
    const failed = this.#failed.get(key)
    if (failed !== undefined) return err(failed)
    const held = this.#plugins.get(key)
    if (held !== undefined && !held.dead) return ok(held)
    const { plugin, kind = 'script' } = code
    const source = readCode(code.path)
    const loaded = source.ok
      ? this.#guarded(slot, this.#limits.setUpMs, () =>
          loadCode(plugin, kind, source.value, stricter(this.#limits, code.limits)),
        )
      : source
    if (loaded.ok) this.#plugins.set(key, loaded.value)
    else this.#failed.set(key, loaded.error)
    return loaded
  }
}

function keyOf(code: ScriptCode): string {
  return [code.plugin, code.place ?? 'engine', versionOf(code)].join('\0')
}

/** Wasm nodes of a plugin have a module each. */
function versionOf({ revision = '', kind, path }: ScriptCode): string {
  return kind === 'wasm' ? `${revision} ${path}` : revision
}

function pluginOfKey(key: string): string {
  return key.split('\0')[0] ?? ''
}

function readCode(path: string): Result<Uint8Array> {
  try {
    // A buffer of Node’s may be a part of a larger one.
    return ok(new Uint8Array(readFileSync(path)))
  } catch {
    return err(fail('plugin-code-failed', 'The code of the plugin cannot be read.'))
  }
}
