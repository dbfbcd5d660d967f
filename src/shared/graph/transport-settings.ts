import { z } from 'zod'
import { idSchema } from './ids'
import { beatSchema, colourSchema, nameSchema } from './time-base'

const time = z.number().min(0).max(1e6)
const tempo = z.number().min(10).max(1000)
const tempoCurve = z.enum(['hold', 'linear'])

/** `curve` says how the tempo goes from this point to the next one: `linear` in beats. */
export const tempoPointSchema = z.strictObject({
  beat: beatSchema.refine(beat => beat > 0, 'a beat after the first; “tempo” is that of the first'),
  bpm: tempo,
  curve: tempoCurve,
})
export type TempoPoint = z.infer<typeof tempoPointSchema>

const signature = {
  beats: z.int().min(1).max(64),
  unit: z.literal([1, 2, 4, 8, 16, 32]),
}

/** From the beginning of a bar on; bars count from 1. */
export const signatureChangeSchema = z.strictObject({
  bar: z.int().min(2).max(10_000_000),
  ...signature,
})
export type SignatureChange = z.infer<typeof signatureChangeSchema>

export const markerSchema = z.strictObject({
  id: idSchema,
  beat: beatSchema,
  name: nameSchema,
  colour: colourSchema.optional(),
})
export type Marker = z.infer<typeof markerSchema>

export const metronomeSchema = z.strictObject({
  enabled: z.boolean(),
  /** dB. */
  level: z.number().min(-60).max(12),
  /** The first beat of a bar sounds higher. */
  accent: z.boolean(),
})
export type Metronome = z.infer<typeof metronomeSchema>

export const transportSchema = z.strictObject({
  /** At the first beat; quarter notes a minute. */
  tempo,
  /** How the tempo goes from the first beat to the first point of `tempoMap`. */
  tempoCurve,
  tempoMap: z
    .array(tempoPointSchema)
    .max(10_000)
    .refine(points => inOrder(points.map(point => point.beat)), 'points in order of their beats'),
  signature: z.strictObject(signature),
  signatures: z
    .array(signatureChangeSchema)
    .max(10_000)
    .refine(
      changes => inOrder(changes.map(change => change.bar)) && allDiffer(changes, 'bar'),
      'changes in order of their bars',
    ),
  markers: z
    .array(markerSchema)
    .max(10_000)
    .refine(markers => allDiffer(markers, 'id'), 'markers of different ids'),
  /** Seconds. Where export ends, and where play stops if it does not loop. */
  length: z.number().min(0.001).max(1e6),
  loop: z
    .strictObject({ enabled: z.boolean(), start: time, end: time })
    .refine(loop => loop.end > loop.start, 'a loop that ends after its start'),
  /** Bars of clicks before recording. */
  countIn: z.int().min(0).max(4),
  metronome: metronomeSchema,
})
export type TransportSettings = z.infer<typeof transportSchema>

/** What a project begins with, and what one of version 1 gets, which knew no timeline. */
export function firstTimeline() {
  return {
    tempoCurve: 'hold',
    tempoMap: [],
    signatures: [],
    markers: [],
    countIn: 0,
    metronome: { enabled: false, level: -12, accent: true },
  } satisfies Partial<TransportSettings>
}

function inOrder(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => number >= (numbers[index - 1] ?? 0))
}

function allDiffer<Key extends string>(
  items: readonly Readonly<Record<Key, string | number>>[],
  key: Key,
): boolean {
  return new Set(items.map(item => item[key])).size === items.length
}
