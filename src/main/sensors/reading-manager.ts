import { Emitter } from '#shared/kit'
import type { Reading, SensorInfo } from '#shared/contract'
import type { SensorSpec } from '#shared/graph'
import type { PluginRunner } from '../tools'
import { SensorLoop } from './sensor-loop'

const KEPT = 600

interface Source {
  readonly history: Reading[]
  holders: number
  loop: SensorLoop | undefined
}

/**
 * What all sensors measure. A sensor is set up and read for as long as somebody wants its readings: a node of the open
 * project, a panel, a script. What it gave last stays known.
 */
export class ReadingManager implements AsyncDisposable {
  readonly readings = new Emitter<Reading>()
  readonly #runner: PluginRunner
  readonly #sources = new Map<string, Source>()
  readonly #subscriptions: readonly Disposable[]

  constructor(runner: PluginRunner) {
    this.#runner = runner
    this.#subscriptions = [
      runner.readings.on(reading => this.#take(reading)),
      // Reloaded, disabled, back again: those that somebody wants begin anew.
      runner.directory.changes.on(({ plugins }) => this.#restart(plugins)),
    ]
  }

  list(): readonly SensorInfo[] {
    const { directory } = this.#runner
    const enabled = [...directory.found].filter(([id]) => directory.isEnabled(id))
    return enabled.flatMap(([plugin, { manifest }]) =>
      Object.entries(manifest.sensors).map(
        ([id, { label, unit, min, max, rateHz }]): SensorInfo => {
          const sourceId = `${plugin}/${id}`
          const last = this.latest(sourceId)
          const problem = this.#sources.get(sourceId)?.loop?.problem
          return {
            sourceId,
            plugin,
            label,
            unit,
            min,
            max,
            rateHz,
            ...(last !== undefined && { last }),
            ...(problem !== undefined && { problem }),
          }
        },
      ),
    )
  }

  latest(sourceId: string): Reading | undefined {
    return this.#sources.get(sourceId)?.history.at(-1)
  }

  history(sourceId: string): readonly Reading[] {
    return this.#sources.get(sourceId)?.history ?? []
  }

  /** Whether there is such a sensor now. */
  has(sourceId: string): boolean {
    return this.#specOf(sourceId) !== undefined
  }

  /** Has it read until disposed of. */
  hold(sourceId: string): Disposable {
    const source = this.#sourceOf(sourceId)
    source.holders += 1
    this.#begin(sourceId, source)
    let isHeld = true
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return
        isHeld = false
        source.holders -= 1
        if (source.holders === 0) this.#stop(source)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]()
    const loops = [...this.#sources.values()].flatMap(({ loop }) => loop ?? [])
    await Promise.all(loops.map(loop => loop.stop()))
  }

  #sourceOf(sourceId: string): Source {
    const known = this.#sources.get(sourceId)
    if (known !== undefined) return known
    const source: Source = { history: [], holders: 0, loop: undefined }
    this.#sources.set(sourceId, source)
    return source
  }

  #begin(sourceId: string, source: Source): void {
    const spec = this.#specOf(sourceId)
    if (source.loop !== undefined || spec === undefined) return
    source.loop = new SensorLoop(this.#runner, sourceId, spec, reading => this.#take(reading))
  }

  #stop(source: Source): void {
    void source.loop?.stop()
    source.loop = undefined
  }

  #restart(plugins: readonly string[]): void {
    for (const [sourceId, source] of this.#sources) {
      if (!plugins.includes(pluginIn(sourceId))) continue
      this.#stop(source)
      if (source.holders > 0) this.#begin(sourceId, source)
    }
  }

  #specOf(sourceId: string): SensorSpec | undefined {
    const { directory } = this.#runner
    const plugin = pluginIn(sourceId)
    if (!directory.isEnabled(plugin)) return undefined
    const sensors = directory.found.get(plugin)?.manifest.sensors ?? {}
    const id = sourceId.slice(plugin.length + 1)
    return Object.hasOwn(sensors, id) ? sensors[id] : undefined
  }

  #take(reading: Reading): void {
    const { history } = this.#sourceOf(reading.sourceId)
    history.push(reading)
    if (history.length > KEPT) history.shift()
    this.readings.emit(reading)
  }
}

function pluginIn(sourceId: string): string {
  return sourceId.slice(0, sourceId.lastIndexOf('/'))
}
