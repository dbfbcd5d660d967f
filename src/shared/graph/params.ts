import { z } from 'zod'
import { clamp } from '../kit'

const label = z.string().min(1).max(60).describe('What people read.')
const doc = z.string().max(500).optional().describe('What it does, in a sentence.')

const numberParamSchema = z
  .strictObject({
    kind: z.literal('number').describe('A number, turned by a knob.'),
    label,
    doc,
    unit: z
      .string()
      .max(8)
      .default('')
      .describe('Shown after the value: `Hz`, `dB`, `s`, `ms`, `%`, `st`, `ct`, or empty.'),
    min: z.number().describe('The least value.'),
    max: z.number().describe('The greatest value.'),
    default: z.number().describe('The value that it begins with.'),
    curve: z
      .enum(['linear', 'exponential'])
      .default('linear')
      .describe('How a knob spreads the range: evenly, or by equal ratios (needs min > 0).'),
    step: z
      .number()
      .positive()
      .optional()
      .describe('Whole steps of this size, such as 1 for a count.'),
  })
  .refine(spec => spec.min < spec.max, { message: 'min must be below max', path: ['min'] })
  .refine(spec => spec.default >= spec.min && spec.default <= spec.max, {
    message: 'default must be within min and max',
    path: ['default'],
  })
  .refine(spec => spec.curve === 'linear' || spec.min > 0, {
    message: 'an exponential curve needs a min above 0',
    path: ['curve'],
  })

const choiceParamSchema = z
  .strictObject({
    kind: z.literal('choice').describe('One of several.'),
    label,
    doc,
    options: z
      .array(z.strictObject({ id: z.string().min(1).max(60), label }))
      .min(2)
      .max(64)
      .describe('What there is to choose from: objects of `id` and `label`.'),
    default: z.string().describe('Id of the option that it begins with.'),
  })
  .refine(spec => spec.options.some(option => option.id === spec.default), {
    message: 'default must be one of the options',
    path: ['default'],
  })

const toggleParamSchema = z.strictObject({
  kind: z.literal('toggle').describe('On or off.'),
  label,
  doc,
  default: z.boolean().describe('Whether it is on at first.'),
})

/** Audio of the project's own; the value is an asset id, or empty for none. */
const fileParamSchema = z.strictObject({
  kind: z.literal('file').describe('A sound of the project.'),
  label,
  doc,
  accept: z.literal('audio').describe('What kind of file.'),
  default: z.literal('').describe('None at first.'),
})

/** Words, such as a prompt. Kernels and scripts count it as 0. */
const textParamSchema = z.strictObject({
  kind: z.literal('text').describe('Words, such as a prompt.'),
  label,
  doc,
  lines: z.int().min(1).max(20).default(1).describe('Lines of its field.'),
  placeholder: z.string().max(100).optional().describe('Shown while there is none.'),
  default: z.string().max(10_000).default('').describe('What stands there at first.'),
})

export const paramSpecSchema = z.union([
  numberParamSchema,
  choiceParamSchema,
  toggleParamSchema,
  fileParamSchema,
  textParamSchema,
])
export type ParamSpec = z.infer<typeof paramSpecSchema>
export type NumberParam = z.infer<typeof numberParamSchema>
export type TextParam = z.infer<typeof textParamSchema>
export type ChoiceParam = z.infer<typeof choiceParamSchema>

export const paramValueSchema = z.union([z.number(), z.string().max(10_000), z.boolean()])
export type ParamValue = z.infer<typeof paramValueSchema>

/** What is wrong with a value for a parameter, in words, or undefined where it fits. */
export function paramProblem(spec: ParamSpec, value: ParamValue): string | undefined {
  switch (spec.kind) {
    case 'number':
      if (typeof value !== 'number') return `${spec.label} takes a number.`
      return value >= spec.min && value <= spec.max
        ? undefined
        : `${`${spec.label} goes from ${spec.min} to ${spec.max} ${spec.unit}`.trim()}.`
    case 'choice':
      return spec.options.some(option => option.id === value)
        ? undefined
        : `${spec.label} is one of ${spec.options.map(option => option.id).join(', ')}.`
    case 'toggle':
      return typeof value === 'boolean' ? undefined : `${spec.label} is on or off.`
    case 'file':
      return typeof value === 'string' ? undefined : `${spec.label} takes a sound of the project.`
    case 'text':
      return typeof value === 'string' ? undefined : `${spec.label} takes words.`
  }
}

/** Position of a value on its knob, 0 to 1. */
export function toKnob(spec: NumberParam, value: number): number {
  const bounded = clamp(value, spec.min, spec.max)
  if (spec.curve === 'linear') return (bounded - spec.min) / (spec.max - spec.min)
  return Math.log(bounded / spec.min) / Math.log(spec.max / spec.min)
}

/** Value at a knob position of 0 to 1, on the parameter's steps where it has them. */
export function fromKnob(spec: NumberParam, position: number): number {
  const at = clamp(position, 0, 1)
  const value =
    spec.curve === 'linear'
      ? spec.min + at * (spec.max - spec.min)
      : spec.min * (spec.max / spec.min) ** at
  return onStep(spec, value)
}

/** The nearest value that the parameter can take. */
export function onStep(spec: NumberParam, value: number): number {
  const stepped =
    spec.step === undefined
      ? value
      : spec.min + Math.round((value - spec.min) / spec.step) * spec.step
  return clamp(stepped, spec.min, spec.max)
}

/** The value as the engine counts it: numbers as they are, choices by index, toggles as 0 or 1. */
export function paramNumber(spec: ParamSpec, value: ParamValue): number {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' ? clamp(value, spec.min, spec.max) : spec.default
    case 'choice': {
      const index = spec.options.findIndex(option => option.id === value)
      return index >= 0 ? index : spec.options.findIndex(option => option.id === spec.default)
    }
    case 'toggle':
      return value === true ? 1 : 0
    case 'file':
    case 'text':
      return 0
  }
}

/** Value with its unit, as a person reads it: “1.2 kHz”, “−6.0 dB”, “Low-pass”. */
export function formatParam(spec: ParamSpec, value: ParamValue): string {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' ? formatNumber(spec, value) : String(value)
    case 'choice':
      return spec.options.find(option => option.id === value)?.label ?? String(value)
    case 'toggle':
      return value === true ? 'On' : 'Off'
    case 'file':
      return value === '' ? 'None' : String(value)
    case 'text':
      return String(value)
  }
}

function formatNumber(spec: NumberParam, value: number): string {
  const [shown, unit] = scaled(value, spec.unit)
  const size = Math.abs(shown)
  const digits =
    spec.step !== undefined && spec.step >= 1 ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : 2
  const text = shown.toFixed(digits).replace('-', '−')
  return unit === '' ? text : `${text} ${unit}`
}

function scaled(value: number, unit: string): [number, string] {
  if (unit === 'Hz' && Math.abs(value) >= 1000) return [value / 1000, 'kHz']
  if (unit === 's' && Math.abs(value) < 1) return [value * 1000, 'ms']
  return [value, unit]
}
