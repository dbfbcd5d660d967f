import type { Frames, Hertz, Result, Seconds } from '#shared/kit'

/** A file of raw interleaved f32. */
export interface RawClip {
  readonly path: string
  readonly frames: Frames
}

/** A node of a plugin that is to work on clips in the plugin’s own code. */
export interface WorkOrder {
  readonly plugin: string
  readonly node: string
  readonly params: Readonly<Record<string, unknown>>
  /** As the node hears them, by input. */
  readonly clips: Readonly<Record<string, RawClip>>
  readonly outputs: readonly string[]
  readonly hears: { readonly sampleRate: Hertz; readonly channels: number }
  /** Where files of outputs are written: `<output>.wav`. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly progress: (done: number, stage?: string) => void
}

/** What a work has made: files in the folder, by output, and what it found. */
export interface WorkDone {
  readonly files: Readonly<Record<string, string>>
  readonly spans?: readonly { readonly from: Seconds; readonly to: Seconds }[] | undefined
  readonly notes?:
    | readonly {
        readonly start: Seconds
        readonly length: Seconds
        /** Of MIDI. */
        readonly key: number
        /** 0 to 1. */
        readonly velocity: number
      }[]
    | undefined
}

/** Runs works of plugins, wherever their code runs. */
export interface WorkRuns {
  run(order: WorkOrder): Promise<Result<WorkDone>>
}
