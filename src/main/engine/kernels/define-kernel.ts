/**
 * Channels of an output: a number, as many as the widest connected input, as the asset played, or one
 * a voice.
 */
export type OutputChannels = 1 | 2 | 'input' | 'asset' | 'voices'

/**
 * A port of a kernel. Control ports carry one channel at audio rate, notes ports events: see README.md. An output that
 * `mayRest` has 0 channels in the header while nobody reads it, and need not be written then.
 */
export type KernelPort = { readonly mayRest?: true } & (
  | { readonly kind: 'audio'; readonly channels: OutputChannels }
  | { readonly kind: 'control'; readonly channels: 1 | 'voices' }
  | { readonly kind: 'notes'; readonly channels: 1 }
)

export type Unit = 'hertz' | 'cents' | 'decibels' | 'seconds' | 'turns' | 'factor' | 'none'
export type Curve = 'linear' | 'exponential'

/** A number that may change every frame, in its unit; `curve` is how a knob or a ramp covers it. */
export type NumberParam = {
  readonly kind: 'number'
  readonly unit: Unit
  readonly min: number
  readonly max: number
  readonly default: number
  readonly curve: Curve
}

/** One of several; it crosses as the index in `choices`. */
export type ChoiceParam<Choice extends string = string> = {
  readonly kind: 'choice'
  readonly choices: readonly Choice[]
  readonly default: number
}

export type KernelParam = NumberParam | ChoiceParam

/** A value in an instance that the host may read between calls. */
export type Readout = {
  /** Bytes from the instance's address. */
  readonly offset: number
  readonly type: 'f32' | 'f64'
  /** True when there is one value a channel, one after the other. */
  readonly perChannel: boolean
  /** Values in a row where there are several: a spectrum, a trace. */
  readonly length?: number
}

type Shape = {
  readonly inputs: Readonly<Record<string, KernelPort>>
  readonly outputs: Readonly<Record<string, KernelPort>>
  readonly params: Readonly<Record<string, KernelParam>>
  readonly readouts?: Readonly<Record<string, Readout>>
  /**
   * The kernel works on a whole sound, bound as the param `sound`: resampled to the project's rate, at its own,
   * or on tables made from it. See “A kernel with a sound” in README.md.
   */
  readonly sound?: 'project-rate' | 'own-rate' | 'tables'
  /** It is silent without a sound, whatever comes in: then it is left out of its node. */
  readonly needsSound?: true
}

/** What the engine knows of a kernel. The order of keys is the index in the instance's header. */
export type Kernel<Id extends string = string, Parts extends Shape = Shape> = Readonly<
  { id: Id } & Parts
>

/** Defines a kernel: data only, frozen. `id` is the name of its folder and of its exports. */
export function kernel<const Id extends string, const Parts extends Shape>(
  id: Id,
  parts: Parts,
): Kernel<Id, Parts> {
  Object.values(parts).forEach(part => Object.freeze(part))
  return Object.freeze({ id, ...parts })
}

/** An audio port. As an output it has as many channels as the input unless told otherwise. */
export function audio(options: { channels?: OutputChannels } = {}): KernelPort {
  return Object.freeze({ kind: 'audio', channels: options.channels ?? 'input' })
}

/** A control port: one signal at audio rate, or one a voice as a channel. */
export function control(options: { channels?: 'voices'; mayRest?: true } = {}): KernelPort {
  const { channels = 1, mayRest } = options
  return Object.freeze({ kind: 'control', channels, ...(mayRest && { mayRest }) })
}

/** A notes port: events with the frame at which they happen. */
export function notes(): KernelPort {
  return Object.freeze({ kind: 'notes', channels: 1 })
}

function numeric(unit: Unit, curve: Curve) {
  return (min: number, max: number, initial: number): NumberParam =>
    Object.freeze({ kind: 'number', unit, min, max, default: initial, curve })
}

/** A choice; the first is the default. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
): ChoiceParam<Choice> {
  return Object.freeze({ kind: 'choice', choices: Object.freeze([...choices]), default: 0 })
}

/** A frequency in hertz, on an exponential knob: (min, max, default). */
export const hertz = numeric('hertz', 'exponential')

/** A pitch difference in hundredths of a semitone: (min, max, default). */
export const cents = numeric('cents', 'linear')

/** A level or level difference in decibels: (min, max, default). */
export const decibels = numeric('decibels', 'linear')

/** A time in seconds: (min, max, default). */
export const seconds = numeric('seconds', 'linear')

/** A part of a cycle: (min, max, default). */
export const turns = numeric('turns', 'linear')

/** A linear factor: (min, max, default). */
export const factor = numeric('factor', 'linear')

/** A plain number on an exponential knob, such as Q: (min, max, default). */
export const ratio = numeric('none', 'exponential')

/** A plain number: (min, max, default). */
export const plain = numeric('none', 'linear')
