import type { PluginContext } from './context'
import type { Right, Tensor, TensorType } from './rights'

/** A clip that came to a node, at the rate and with the channels that its `hears` says. */
export interface WorkClip {
  /** Hz. */
  readonly sampleRate: number
  readonly channels: number
  /** How long it is. */
  readonly frames: number
  /** So many frames from there on, by channel; what lies outside of the clip is silence. A million samples at most. */
  read(from: number, count: number): Promise<readonly Float32Array[]>
}

/** A clip that is being made. */
export interface WorkOutput {
  /** Puts frames behind those that were written before: samples by channel, as many channels as `hears` says. */
  write(channels: readonly Float32Array[]): Promise<void>
}

/** What a node of the form `job` with the work `own` is to do. */
export interface Work {
  /** The node's parameters: numbers, ids of choices, true or false. */
  readonly params: Readonly<Record<string, unknown>>
  /** By input. An input that nothing is wired to fails the job before. */
  readonly clips: Readonly<Record<string, WorkClip>>
  /** By output of the kind `clip`. What is never written to makes no clip. */
  readonly outputs: Readonly<Record<string, WorkOutput>>
  /** How far it is, from 0 to 1, and what it does now. */
  readonly progress: (done: number, stage?: string) => Promise<void>
}

/** What a work finds beside the clips that it writes. Times are in seconds of the clip. */
export interface WorkResult {
  /** Stretches, in order: *Put the stretches on an audio track* makes clips of them. */
  readonly spans?: readonly { readonly from: number; readonly to: number }[]
  /** A melody: MIDI keys, velocities from 0 to 1. */
  readonly notes?: readonly {
    readonly start: number
    readonly length: number
    readonly key: number
    readonly velocity: number
  }[]
}

/** The work of a node, from finished clips to finished clips. A throw becomes the job's failure, with the message. */
export type WorkCode<Rights extends Right = never> = (
  work: Work,
  context: PluginContext<Rights>,
) => WorkResult | undefined | void | Promise<WorkResult | undefined | void>

/**
 * A node's work, typed for the rights that it uses.
 *
 * @example
 * import { work } from '@wireharp/sdk'
 *
 * export const half = work(async ({ clips, outputs }) => {
 *   const { clip } = clips
 *   if (clip === undefined) return
 *   for (let at = 0; at < clip.frames; at += 48_000) {
 *     const sound = await clip.read(at, Math.min(48_000, clip.frames - at))
 *     await outputs['out']?.write(sound.map(samples => samples.map(sample => sample / 2)))
 *   }
 * })
 */
export function work<Rights extends Right = never>(code: WorkCode<Rights>): WorkCode<Rights> {
  return code
}

/**
 * The numbers of a float32 tensor among the outputs of a model. Throws where there is none of that name, or it is of another type.
 *
 * @example
 * import { floatsOf } from '@wireharp/sdk'
 *
 * const answer = { level: { type: 'float32', dims: [1], data: Float32Array.of(0.5) } } as const
 * export const level = floatsOf(answer, 'level')[0]
 */
export function floatsOf(
  answer: Readonly<Record<string, Tensor<TensorType>>>,
  name: string,
): Float32Array {
  const data = answer[name]?.data
  if (data instanceof Float32Array) return data
  throw new TypeError(`The model gave no floats as “${name}”`)
}
