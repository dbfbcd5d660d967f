import { ok, type Result } from '#shared/kit'
import { AsyncPlugin, type Entry, type Said } from '../../sandbox'
import type { HostReply, HostRequest } from '../protocol'

/** Below that a timer would be a way to spin. */
const SHORTEST_TIMER_MS = 4
const LONGEST_TIMER_MS = 2 ** 31 - 1
const SET_UP_MS = 2000
/** Lines and readings that nobody asked for: so many at once, and so many a second. */
const MOST_AT_ONCE = 2048
const A_SECOND = 1024

/** One plugin in this process: its isolate, its timers, and the way of what it says to the shell. */
export class Guest implements Disposable {
  readonly #plugin: AsyncPlugin
  readonly #id: string
  readonly #say: (reply: HostReply) => void
  readonly #timers = new Map<number, NodeJS.Timeout>()
  #room = MOST_AT_ONCE
  #roomAt = performance.now()
  #dropped = 0

  private constructor(id: string, plugin: AsyncPlugin, say: (reply: HostReply) => void) {
    this.#id = id
    this.#plugin = plugin
    this.#say = say
  }

  static async load(
    request: Extract<HostRequest, { kind: 'load' }>,
    say: (reply: HostReply) => void,
  ): Promise<Result<Guest>> {
    const early: Said[] = []
    let pass = (said: Said): void => void early.push(said)
    const { plugin, name, source, config, capabilities, heapMb, turnMs } = request
    const loaded = await AsyncPlugin.load({
      name,
      source,
      config,
      capabilities,
      limits: { heapMb, setUpMs: SET_UP_MS, turnMs },
      onSaid: said => pass(said),
    })
    if (!loaded.ok) return loaded
    const guest = new Guest(plugin, loaded.value, say)
    pass = said => guest.#pass(said)
    early.forEach(pass)
    return ok(guest)
  }

  enter(entry: Entry): void {
    void this.#plugin.enter([entry]).then(failure => {
      if (failure === undefined) return
      const { code, message } = failure
      this.#say({ kind: 'broken', plugin: this.#id, code, message, dead: this.#plugin.dead })
    })
  }

  async profile(begins: boolean): Promise<void> {
    if (begins) return this.#plugin.beginProfile()
    const profile = await this.#plugin.endProfile()
    this.#say({ kind: 'profiled', plugin: this.#id, profile })
  }

  async tellUsage(): Promise<void> {
    if (this.#dropped > 0) {
      this.#say({ kind: 'dropped', plugin: this.#id, count: this.#dropped })
      this.#dropped = 0
    }
    if (this.#plugin.dead) return
    // A plugin that is busy would keep the question waiting behind its turn.
    const memory = this.#plugin.waiting > 0 ? 0 : await this.#plugin.memory().catch(() => 0)
    this.#say({ kind: 'usage', plugin: this.#id, cpuMs: this.#plugin.cpuMs, memory })
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#plugin[Symbol.dispose]()
  }

  #pass(said: Said): void {
    const plugin = this.#id
    if (said.kind === 'timer') return this.#arm(said.timer, said.ms)
    if (said.kind === 'no-timer') return this.#disarm(said.timer)
    const unasked = said.kind === 'log' || said.kind === 'reading' || said.kind === 'dropped'
    if (unasked && !this.#hasRoom()) this.#dropped += said.kind === 'dropped' ? said.count : 1
    else this.#say({ ...said, plugin })
  }

  /** What nobody reads as fast as it is said is counted, and told once a second. */
  #hasRoom(): boolean {
    const now = performance.now()
    const since = ((now - this.#roomAt) / 1000) * A_SECOND
    this.#room = Math.min(MOST_AT_ONCE, this.#room + since)
    this.#roomAt = now
    if (this.#room < 1) return false
    this.#room -= 1
    return true
  }

  #arm(timer: number, ms: number): void {
    this.#disarm(timer)
    const wait = Math.min(Math.max(ms, SHORTEST_TIMER_MS), LONGEST_TIMER_MS)
    const ring = () => {
      this.#timers.delete(timer)
      this.enter([2, timer])
    }
    this.#timers.set(timer, setTimeout(ring, wait))
  }

  #disarm(timer: number): void {
    clearTimeout(this.#timers.get(timer))
    this.#timers.delete(timer)
  }
}
