import type { Bytes, CpuProfile, Failure, Frames, Gain, Hertz } from '#shared/kit'
import type { Look, RenderReport } from '#shared/contract'
import type { CableEnd, TransportSettings } from '#shared/graph'
import type { SoundEncoding } from '../../sound-files'
import type { Instruction, LiveEvent, ScriptCode } from '../graph'
import type { ScriptLayout } from '../../sandbox'
import type { ScriptEvent, ScriptFigures } from '../render'

/**
 * What the shell says to the engine process. Both ends are ours and of one build, so messages are typed here
 * once and not parsed again; samples of plugins never travel in them.
 */
export type EngineRequest =
  | { readonly kind: 'commit'; readonly batch: readonly Instruction[] }
  /** Everything back to its first state, then sound from there; blocks carry the epoch. */
  | {
      readonly kind: 'play'
      readonly epoch: number
      readonly position: number
      /** After the clicks that the transport wants. */
      readonly countIn?: boolean
      /** The playhead stays there: what sounds is what is played by hand. */
      readonly stands?: boolean
    }
  | { readonly kind: 'stop'; readonly epoch: number }
  /** Answered by as many audio frames, as long as it plays. */
  | { readonly kind: 'pull'; readonly epoch: number; readonly blocks: number }
  /** Answered by `alive`. */
  | { readonly kind: 'ping' }
  /** How the metronome goes from now on, and how a count-in would. It is heard, and in no render. */
  | {
      readonly kind: 'metronome'
      readonly transport: TransportSettings
      readonly sampleRate: Hertz
    }
  /** Notes that are played by hand; `clock` names the one that their times are of. */
  | { readonly kind: 'live'; readonly clock: string; readonly events: readonly PlayedEvent[] }
  /** What is looked at from now on; all that was looked at before is not any more. */
  | { readonly kind: 'look'; readonly looks: readonly PlacedLook[] }
  | { readonly kind: 'retry'; readonly node: string }
  | { readonly kind: 'render'; readonly job: RenderJob }
  /** Forgets the graph and all scripts: other work follows. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'encode'; readonly job: EncodeJob }
  | { readonly kind: 'profile'; readonly job: ProfileJob }

/** A look, and the number by which it is found in the frames. */
export type PlacedLook = Look & { readonly slot: number }

/** Memory that the kernels of an engine can have: less than its process may (see `Watchdog`). */
export const MOST_MEMORY: Bytes = 768 * 2 ** 20

/** Something played by hand, with the time at which it was: milliseconds of its own clock. */
export interface PlayedEvent extends Omit<LiveEvent, 'wait'> {
  readonly at?: number
}

/** A file to be written: made or overwritten. */
export interface RenderTarget extends SoundEncoding {
  readonly path: string
  /** Of the file; that of the render if left out. */
  readonly rate?: Hertz
  /** Applied before the samples are rounded and encoded; 1 if left out. */
  readonly gain?: Gain
}

/** What an output of its own gives, into a file of its own. */
export interface StemTarget extends RenderTarget {
  readonly end: CableEnd
}

/** An offline render into a file. */
export interface RenderJob extends RenderTarget {
  /** Frames on the timeline. */
  readonly from: Frames
  readonly to: Frames
  /** Of outputs that are apart: the taps, in their order. */
  readonly stems?: readonly StemTarget[]
  /** Whether the loudness is wanted. */
  readonly measure?: boolean
  /** Where the sounds go of what is written down (`set-tees`), in its order; see `KeptSamples`. */
  readonly keep?: readonly string[]
  /** Frames that what is read in place of nodes holds: where that is too short, nothing is rendered. */
  readonly kept?: Frames
}

/** What a tap gave, where all of it was written. */
export interface KeptTap {
  readonly path: string
  readonly channels: number
  readonly frames: Frames
  readonly lag: Frames
  readonly crc: number
}

/** Raw samples that were rendered before, into a file. */
export interface EncodeJob {
  readonly source: string
  readonly channels: number
  readonly sampleRate: Hertz
  readonly frames: Frames
  readonly target: RenderTarget
}

/** A script to run by itself, and for how long. */
export interface ProfileJob {
  readonly code: ScriptCode
  readonly layout: ScriptLayout
  /** Values of the parameters, in the order of the layout. */
  readonly params: readonly number[]
  readonly sampleRate: Hertz
  readonly seconds: number
}

/** What the engine itself can say about a render. */
export interface Rendered extends Pick<
  RenderReport,
  | 'frames'
  | 'channels'
  | 'sampleRate'
  | 'seconds'
  | 'renderMs'
  | 'realtimeFactor'
  | 'sha256'
  | 'peakDb'
> {
  /** LUFS and dBTP, where they were wanted. */
  readonly loudness?: { readonly integrated: number; readonly truePeak: number }
  /** What was kept of the taps. */
  readonly kept?: readonly KeptTap[]
  /** In use at the end of the render. */
  readonly memory: { readonly kernels: Bytes; readonly scripts: Bytes }
  /** Of nodes that lag. */
  readonly latencies: Readonly<Record<string, Frames>>
}

/** What scripts cost since the last time. */
export interface EngineFigures {
  /** Milliseconds that these figures are of. */
  readonly spanMs: number
  readonly nodes: Readonly<Record<string, ScriptFigures>>
  /** By plugin: memory of its isolates, or of its processes. */
  readonly memory: Readonly<Record<string, Bytes>>
}

/** What the engine process says to the shell, beside audio frames. */
export type EngineReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alive' }
  /** A `pull` of the shell: a page that asks by itself was first and gets them. */
  | { readonly kind: 'pull-ignored'; readonly epoch: number; readonly blocks: number }
  /** The answer to a `commit`. */
  | {
      readonly kind: 'committed'
      readonly layout: number
      readonly nodes: readonly string[]
      /** Whose values follow those of the nodes in the level frames. */
      readonly params: readonly { readonly node: string; readonly param: string }[]
      readonly failure?: Failure
    }
  | { readonly kind: 'trouble'; readonly node: string; readonly failure: Failure }
  | { readonly kind: 'progress'; readonly frames: number; readonly of: number }
  | { readonly kind: 'rendered'; readonly report: Rendered }
  | { readonly kind: 'encoded' }
  | { readonly kind: 'profiled'; readonly profile: CpuProfile }
  | { readonly kind: 'render-failed'; readonly failure: Failure }
  /** What became of plugins' code, beside what is wrong with nodes. */
  | { readonly kind: 'script'; readonly event: ScriptEvent }
  /** Once a second while sound runs. */
  | { readonly kind: 'figures'; readonly figures: EngineFigures }
  /** What was kept does not reach far enough. */
  | { readonly kind: 'kept-too-short' }

/** Both ends are of one build and the pipe is theirs alone, so the kind says it all. */
export function isEngineRequest(message: unknown): message is EngineRequest {
  return hasKind(message)
}

export function isEngineReply(message: unknown): message is EngineReply {
  return hasKind(message)
}

function hasKind(message: unknown): message is { kind: unknown } {
  return typeof message === 'object' && message !== null && 'kind' in message
}
