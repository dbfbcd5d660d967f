import type { ScriptPlace } from '../graph'

/** What the calls of a script node cost and how they ended, since the last time that somebody asked. */
export interface ScriptFigures {
  readonly plugin: string
  readonly place: ScriptPlace
  readonly calls: number
  readonly quanta: number
  /** Microseconds that a quantum took, the way there and back included. */
  readonly p50: number
  readonly p95: number
  readonly max: number
  /** Milliseconds of the processor. */
  readonly cpuMs: number
  /** Calls that were given up for this block: the answer came too late. */
  readonly drops: number
  readonly errors: number
  readonly restarts: number
}

/** Eight buckets an octave, from a tenth of a microsecond on: figures are right within 5 %. */
const BUCKETS = 256
const AN_OCTAVE = 8
const LEAST = 0.1

/** Counters of one node: a call adds to a few numbers and nothing more. */
export class ScriptMeter {
  readonly plugin: string
  place: ScriptPlace
  /** Versions of the node's code that count here. */
  users = 0
  #counts = new Uint32Array(BUCKETS)
  #calls = 0
  #quanta = 0
  #max = 0
  #cpuMs = 0
  #drops = 0
  #errors = 0
  #restarts = 0

  constructor(plugin: string, place: ScriptPlace) {
    this.plugin = plugin
    this.place = place
  }

  called(quanta: number, tookMs: number, cpuMs: number): void {
    const each = (tookMs * 1000) / quanta
    const bucket = Math.max(0, Math.round(Math.log2(each / LEAST) * AN_OCTAVE))
    const at = Math.min(BUCKETS - 1, bucket)
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
    this.#calls += 1
    this.#quanta += quanta
    if (each > this.#max) this.#max = each
    this.#cpuMs += cpuMs
  }

  dropped(): void {
    this.#drops += 1
  }

  failed(): void {
    this.#errors += 1
  }

  restarted(): void {
    this.#restarts += 1
  }

  /** The figures, from which on it counts anew. */
  take(): ScriptFigures {
    const figures: ScriptFigures = {
      plugin: this.plugin,
      place: this.place,
      calls: this.#calls,
      quanta: this.#quanta,
      p50: this.#part(0.5),
      p95: this.#part(0.95),
      max: this.#max,
      cpuMs: this.#cpuMs,
      drops: this.#drops,
      errors: this.#errors,
      restarts: this.#restarts,
    }
    this.#counts.fill(0)
    this.#calls = 0
    this.#quanta = 0
    this.#max = 0
    this.#cpuMs = 0
    this.#drops = 0
    this.#errors = 0
    this.#restarts = 0
    return figures
  }

  #part(part: number): number {
    let left = Math.ceil(this.#calls * part)
    if (left === 0) return 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket] ?? 0
      if (left <= 0) return Math.min(this.#max, LEAST * 2 ** (bucket / AN_OCTAVE))
    }
    return this.#max
  }
}
