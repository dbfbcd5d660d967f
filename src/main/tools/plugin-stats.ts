import { CallRecord } from './call-times'
import type { PluginDirectory } from './plugin-directory'

interface Use {
  readonly record: CallRecord
  readonly instances: Map<string, CallRecord>
  restarts: number
  drops: number
  cpuMs: number
  cpu: number
  memoryBytes: number
  at: number
}

/** What the plugins’ tools and sensors cost, told to the manager a second at a time at most. */
export class PluginStats {
  readonly #uses = new Map<string, Use>()
  readonly #directory: Pick<PluginDirectory, 'stats'>
  readonly #waiting = new Set<string>()

  constructor(directory: Pick<PluginDirectory, 'stats'>) {
    this.#directory = directory
  }

  called(plugin: string, instance: string, ms: number, isOk: boolean): void {
    const use = this.#of(plugin)
    use.record.add(ms, isOk)
    const own = use.instances.get(instance) ?? new CallRecord()
    use.instances.set(instance, own)
    own.add(ms, isOk)
    this.#soon(plugin)
  }

  restarted(plugin: string): void {
    this.#of(plugin).restarts += 1
    this.#soon(plugin)
  }

  dropped(plugin: string, count: number): void {
    this.#of(plugin).drops += count
    this.#soon(plugin)
  }

  used(plugin: string, { cpuMs, memory }: { cpuMs: number; memory: number }): void {
    const use = this.#of(plugin)
    const now = performance.now()
    // A new process counts from nothing.
    use.cpu = Math.max(0, Math.min(1, (cpuMs - use.cpuMs) / Math.max(1, now - use.at)))
    use.cpuMs = cpuMs
    use.at = now
    if (memory > 0) use.memoryBytes = memory
    this.#soon(plugin)
  }

  #of(plugin: string): Use {
    const known = this.#uses.get(plugin)
    if (known !== undefined) return known
    const use: Use = {
      record: new CallRecord(),
      instances: new Map(),
      restarts: 0,
      drops: 0,
      cpuMs: 0,
      cpu: 0,
      memoryBytes: 0,
      at: performance.now(),
    }
    this.#uses.set(plugin, use)
    return use
  }

  #soon(plugin: string): void {
    if (this.#waiting.has(plugin)) return
    this.#waiting.add(plugin)
    setTimeout(() => {
      this.#waiting.delete(plugin)
      this.#tell(plugin)
    }, 1000).unref()
  }

  #tell(plugin: string): void {
    const { record, instances, restarts, drops, cpu, memoryBytes } = this.#of(plugin)
    const told = ({ calls, errors, times }: CallRecord) => ({ calls, errors, times })
    this.#directory.stats.report('plugin-host', plugin, {
      ...told(record),
      restarts,
      drops,
      cpu,
      memoryBytes,
      instances: [...instances].map(([instance, each]) => ({ instance, ...told(each) })),
    })
  }
}
