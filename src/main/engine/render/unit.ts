import { toFrames, type Failure, type Frames, type Hertz } from '#shared/kit'
import type { FlatNote } from '#shared/graph'
import type { EngineNode, LiveEvent } from '../graph'
import type { Bus } from './bus'
import type { InputChannels } from './input-channels'
import type { ParamSlot } from './param-slot'
import type { ScriptAccess } from './script-access'
import type { BusUses } from './bus-uses'
import type { Step } from './steps'

/** A node that runs. It keeps its state through edits that leave it in place. */
export interface Unit extends Disposable {
  readonly node: EngineNode
  /** By output port. They stay where they are for as long as the unit lives. */
  readonly outputs: ReadonlyMap<string, Bus>
  readonly params: ReadonlyMap<string, ParamSlot>
  /** How many channels each connected input had when it was made: another answer means another unit. */
  readonly inputChannels: Readonly<Record<string, number>>
  /** Frames by which its outputs lag behind its inputs. */
  readonly latency: number
  /** Whether its latency may follow from its parameters. */
  readonly mayLag?: boolean
  /** Frames by which what it works on lags behind the timeline. */
  lag: Frames
  /** Whether its steps follow from that. */
  readonly seesTimeline?: boolean
  /** Whether what it makes may be no sound (NaN, infinities): its outputs are guarded. */
  readonly wild: boolean
  /** Takes its inputs (a port that is missing has nothing wired to it) and says what to do each block, and which buses that touches. */
  wire(inputs: ReadonlyMap<string, Bus>, uses: BusUses): readonly Step[]
  /** Before every block. */
  readonly prepare?: (() => void) | undefined
  /** After parameters changed. */
  follow?(): void
  /** Whether another unit of the node can go on where this one stands. */
  readonly continues?: boolean
  /** Goes on where another unit of the node stands. */
  takeOver?(from: Unit): void
  /** When something was found broken: how many samples were no sound since the last call. */
  inspect?(): number
  /** Other notes of the timeline. */
  setNotes?(notes: readonly FlatNote[]): void
  /** Notes that are played by hand, to be heard from the next block on. */
  play?(events: readonly LiveEvent[]): void
  /** What one of its kernels measures: where it lies in the arena. */
  readout?(kernel: string, name: string): ReadoutPlace | undefined
  /** Other code for the same node, heard once it has shown that it works. */
  replace?(script: ScriptAccess, running: boolean): void
  /** Back to the state before the first block: at once, or a little at a time. */
  reset(): void
  resetting(): Iterable<Pause>
}

/** Numbers in the arena that a kernel writes and the host reads between blocks. */
export interface ReadoutPlace {
  readonly at: number
  readonly type: 'f32' | 'f64'
  readonly length: number
}

/** How the units tell of trouble. */
export interface UnitHost {
  trouble(node: string, failure: Failure): void
}

/** An input that lost its cables keeps its width while sound runs: no tail is cut off for that. */
export function widened(present: Unit | undefined, wanted: InputChannels): InputChannels {
  return present === undefined ? wanted : { ...present.inputChannels, ...wanted }
}

/** Widest input, as an output with `channels: 'input'` counts. */
export function widest(inputChannels: Readonly<Record<string, number>>): number {
  return Math.max(1, ...Object.values(inputChannels))
}

/** A latency as manifests declare it, in frames. */
export function framesOf(
  latency: { readonly seconds: number } | { readonly frames: Frames },
  rate: Hertz,
): Frames {
  return 'frames' in latency ? latency.frames : toFrames(latency.seconds, rate)
}

/** Others may have their turn; or it begins something, and is to go on once that is done. */
export type Pause = void | (() => Promise<void>)

/** The making of a unit, in steps between which others may have their turn. */
export type Making = Generator<Pause, Unit>

/** All steps at once: nothing is waited for. */
export function finish(making: Making): Unit {
  for (;;) {
    const { done, value } = making.next()
    if (done) return value
  }
}

/** Whether two units have inputs of the same widths. */
export function sameNumbers(a: InputChannels, b: InputChannels): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key])
}

/** Whether a node's kernels alone decide what it sounds like from now on: it has no sounds, and neither takes nor makes notes. */
export function isPlain({ inputs, outputs, sounds }: EngineNode): boolean {
  const ports = [...Object.values(inputs), ...Object.values(outputs)]
  return Object.keys(sounds).length === 0 && ports.every(({ kind }) => kind !== 'notes')
}
