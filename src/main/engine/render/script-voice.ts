import { fail, ok, QUANTUM, type Failure, type Frames, type Result } from '#shared/kit'
import {
  allowedMs,
  QUANTA_A_CALL,
  quantaOf,
  RemoteScript,
  type RunningScript,
  type ScriptLayout,
} from '../../sandbox'
import type { ScriptAccess } from './script-access'
import type { ScriptLines } from './script-lines'
import type { Timeline } from './timeline'

/** How a call went. */
export interface Called {
  /** Quanta that gave sound. */
  readonly done: number
  readonly failure?: Failure
  /** Nothing is wrong, and yet there is no sound: it is being started, or late. */
  readonly away: boolean
  /** It came back after a failure. */
  readonly returned: boolean
}

/** How often a script may be cut off because the machine stood still; once more after so many quanta that went well. */
const PARDONS = 3
const A_PARDON = 3750
/** Milliseconds a quantum: what takes less may do many in one call. */
const SWIFT = 2
/** It hardly ran if it had less than this part of the time that it is allowed. */
const STALLED = 10

export interface VoiceParts {
  readonly access: ScriptAccess
  readonly layout: ScriptLayout
  readonly timeline: Timeline
  readonly rate: number
  readonly label: string
}

/** A version of a node’s script while it runs, with its limits of time. */
export class ScriptVoice implements Disposable {
  readonly access: ScriptAccess
  /** Why it begins without what the code before it kept. */
  lost: Failure | undefined
  readonly #parts: VoiceParts
  #script: RunningScript | undefined
  #lines: ScriptLines | undefined
  /** Milliseconds of the processor that its calls took beyond what they may. */
  #behind = 0
  /** A quantum of the last call, milliseconds. */
  #pace = Number.POSITIVE_INFINITY
  readonly #most: number
  #pardons = PARDONS
  #good = 0
  #down = false

  constructor(parts: VoiceParts) {
    this.#parts = parts
    this.access = parts.access
    this.#most = quantaOf(parts.access.limits, parts.layout)
  }

  /** Quanta that its next call may have: what is slow is not kept for long. */
  get quanta(): number {
    return this.#pace < SWIFT ? this.#most : Math.min(QUANTA_A_CALL, this.#most)
  }

  /** Whether it is away because it is being set up. */
  get starting(): boolean {
    return this.#script?.starting === true
  }

  get runs(): boolean {
    return this.#script !== undefined
  }

  /** Begins anew, with what another version kept. A failure leaves it without code. */
  begin(kept?: string): Failure | undefined {
    this.end()
    this.#behind = 0
    const made = this.access.instantiate(this.#parts.layout, kept)
    if (!made.ok) return made.error
    this.#script = made.value
    return undefined
  }

  end(): void {
    this.#script?.[Symbol.dispose]()
    this.#script = undefined
  }

  /** What it would keep. */
  save(): Result<string | undefined> {
    const script = this.#script
    if (script === undefined) return ok(undefined)
    return this.access.guarded(this.access.limits.setUpMs, () => script.save())
  }

  wire(lines: ScriptLines): void {
    this.#lines = lines
  }

  /** Its script, where that runs in a process of its own. */
  get remote(): RemoteScript | undefined {
    return this.#script instanceof RemoteScript ? this.#script : undefined
  }

  /** Writes what a call of so many quanta needs, inputs as far as they are there. */
  write(offset: Frames, quanta: number, lag: Frames): void {
    if (this.#script === undefined) return
    const { block } = this.#script
    this.#lines?.write(block, offset, quanta)
    this.#place(block.positions, offset, quanta, lag)
  }

  /** So many quanta: inputs out of the arena, outputs into it. */
  call(offset: Frames, quanta: number, lag: Frames): Called {
    const script = this.#script
    const lines = this.#lines
    if (script === undefined || lines === undefined) return nothing
    const { limits, meter } = this.access
    const { block } = script
    if (script.answered !== true) this.write(offset, quanta, lag)
    const allowed = allowedMs(limits, quanta)
    const timed = limits.behindMs !== undefined
    const began = performance.now()
    const failure = this.access.guarded(allowed, () => script.process(quanta))
    const wall = Math.max(0, performance.now() - began - (script.sharedMs ?? 0))
    this.#pace = wall / quanta
    const took = timed ? script.spent(wall, this.#shortMs(quanta)) : wall
    const slow = timed ? this.#late(took, quanta) : undefined
    if (script.away && slow === undefined) return this.#away(lines)
    meter.called(quanta, wall, took)
    const { done } = block
    lines.read(offset, done)
    const trouble = failure ?? slow
    if (trouble === undefined) return this.#went(done)
    if (this.#pardon(failure, took, allowed)) return { done, away: true, returned: false }
    meter.failed()
    lines.forget()
    this.#down = failure !== undefined && script.returns
    if (!this.#down) this.end()
    return { done, failure: trouble, away: false, returned: false }
  }

  [Symbol.dispose](): void {
    this.end()
    this.access.release()
  }

  #away(lines: ScriptLines): Called {
    // What it was told with this call is lost.
    lines.forget()
    if (!this.#down) this.access.meter.dropped()
    return nothing
  }

  #went(done: number): Called {
    this.#good += done
    if (this.#good >= A_PARDON) {
      this.#good = 0
      this.#pardons = Math.min(PARDONS, this.#pardons + 1)
    }
    const returned = this.#down
    if (returned) this.access.meter.restarted()
    this.#down = false
    return { done, away: false, returned }
  }

  /** Where the quanta lie on the timeline. */
  #place(positions: Float64Array, offset: Frames, quanta: number, lag: Frames): void {
    const { timeline } = this.#parts
    const first = timeline.positionAt(offset, lag)
    const segments = timeline.segmentsBehind(lag)
    const straight = segments.length < 2 && segments[0]?.stands !== true
    for (let quantum = 0; quantum < quanta; quantum++) {
      const along = quantum * QUANTUM
      positions[quantum] = straight ? first + along : timeline.positionAt(offset + along, lag)
    }
  }

  /** What so many quanta may last without anything being owed. */
  #shortMs(quanta: number): number {
    return this.#behind > 0 ? 0 : this.#share(quanta)
  }

  /** Milliseconds of the processor that so many quanta may have. */
  #share(quanta: number): number {
    const { share = 1 } = this.access.limits
    return ((share * quanta * QUANTUM) / this.#parts.rate) * 1000
  }

  /** A script that is a little too slow every time ruins the sound as much as one that hangs. */
  #late(took: number, quanta: number): Failure | undefined {
    const { behindMs = Number.POSITIVE_INFINITY } = this.access.limits
    this.#behind = Math.max(0, this.#behind + took - this.#share(quanta))
    if (this.#behind <= behindMs) return undefined
    return fail('script-timeout', `${this.#parts.label} is slower than the sound.`)
  }

  /**
   * A script that was cut off although it hardly ran is not to blame: the machine did something else. It starts
   * afresh. A render to a file must not go on with a gap, so there it is a failure all the same.
   */
  #pardon(failure: Failure | undefined, took: number, allowed: number): boolean {
    const offline = this.access.limits.behindMs === undefined
    if (failure?.code !== 'script-timeout' || offline || took >= allowed / STALLED) return false
    if (this.#pardons === 0) return false
    this.#pardons -= 1
    return this.begin() === undefined
  }
}

const nothing: Called = { done: 0, away: true, returned: false }
