import type { Failure } from '#shared/kit'
import type { RenderReport, WavFormat } from '#shared/contract'
import type { Instruction } from '../graph'

/**
 * What the shell says to the engine process. Both ends are ours and of one build, so messages are typed here
 * once and not parsed again; samples of plugins never travel in them.
 */
export type EngineRequest =
  | { readonly kind: 'commit'; readonly batch: readonly Instruction[] }
  /** Everything back to its first state, then sound from there; blocks carry the epoch. */
  | { readonly kind: 'play'; readonly epoch: number; readonly position: number }
  | { readonly kind: 'stop'; readonly epoch: number }
  /** Answered by as many audio frames, as long as it plays. */
  | { readonly kind: 'pull'; readonly epoch: number; readonly blocks: number }
  | { readonly kind: 'retry'; readonly node: string }
  | { readonly kind: 'render'; readonly job: RenderJob }

/** An offline render into a file. */
export interface RenderJob {
  /** Where the samples go; made or overwritten. */
  readonly path: string
  readonly format: WavFormat
  /** Frames on the timeline. */
  readonly from: number
  readonly to: number
}

/** What the engine process says to the shell, beside audio frames. */
export type EngineReply =
  | { readonly kind: 'ready' }
  /** The answer to a `commit`. */
  | {
      readonly kind: 'committed'
      readonly layout: number
      readonly nodes: readonly string[]
      readonly failure?: Failure
    }
  | { readonly kind: 'trouble'; readonly node: string; readonly failure: Failure }
  | { readonly kind: 'progress'; readonly frames: number; readonly of: number }
  | { readonly kind: 'rendered'; readonly report: Omit<RenderReport, 'bypassed'> }
  | { readonly kind: 'render-failed'; readonly failure: Failure }

/**
 * Last words of a process that its own watchdog ends, one JSON line on stdout: written by a thread that still
 * runs when the main one hangs.
 */
export interface LastWords {
  readonly kind: 'last-words'
  /** The node whose script hung or ate the memory; absent where none ran. */
  readonly node?: string
  readonly reason: 'hung' | 'memory'
}

/** Both ends are of one build and the pipe is theirs alone, so the kind says it all. */
export function isEngineRequest(message: unknown): message is EngineRequest {
  return hasKind(message)
}

export function isEngineReply(message: unknown): message is EngineReply {
  return hasKind(message)
}

export function isLastWords(message: unknown): message is LastWords {
  return hasKind(message) && message.kind === 'last-words'
}

function hasKind(message: unknown): message is { kind: unknown } {
  return typeof message === 'object' && message !== null && 'kind' in message
}
