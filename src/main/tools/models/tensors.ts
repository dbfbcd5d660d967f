import { z } from 'zod'
import type { ModelSpec } from '#shared/graph'
import type { Bytes } from '#shared/kit'

/** Bytes of all tensors of a run together, one way. */
export const MOST_TENSOR_BYTES: Bytes = 4 * 2 ** 20

const widths = { float32: 4, int64: 8, int32: 4, uint8: 1, bool: 1 } as const

const tensorSchema = z.strictObject({
  type: z.enum(['float32', 'int64', 'int32', 'uint8', 'bool']),
  dims: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31),
    )
    .max(8),
  /** Base64 of its bytes, little-endian. */
  data: z.string(),
})
export type SentTensor = z.infer<typeof tensorSchema>
export type SentTensors = Readonly<Record<string, SentTensor>>

export const sentTensorsSchema = z.record(z.string().max(100), tensorSchema)

type Specs = NonNullable<ModelSpec['inputs']>

/** What of the tensors is not what the model declares, as a sentence; nothing where all is. */
export function tensorProblem(specs: Specs, given: SentTensors): string | undefined {
  const missing = Object.keys(specs).find(name => !Object.hasOwn(given, name))
  if (missing !== undefined) return `The input “${missing}” is missing.`
  /** What each named dimension is, from where it was seen first. */
  const named = new Map<string, number>()
  let bytes = 0
  for (const [name, tensor] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (spec === undefined) return `It has no input “${name}”.`
    const problem = problemOf(name, spec, tensor, named)
    if (problem !== undefined) return problem
    bytes += bytesOf(tensor)
    if (bytes > MOST_TENSOR_BYTES) return `Its inputs have more than ${MOST_TENSOR_BYTES} bytes.`
  }
  return undefined
}

/** Whether an answer has the shapes that were declared. */
export function answerProblem(specs: Specs, answer: SentTensors): string | undefined {
  for (const [name, spec] of Object.entries(specs)) {
    const tensor = Object.hasOwn(answer, name) ? answer[name] : undefined
    if (tensor === undefined) return `Its output “${name}” is missing.`
    const problem = shapeProblem(`Its output “${name}”`, spec, tensor, new Map())
    if (problem !== undefined) return problem
  }
  return undefined
}

function problemOf(
  name: string,
  spec: Specs[string],
  tensor: SentTensor,
  named: Map<string, number>,
): string | undefined {
  const what = `The input “${name}”`
  const problem = shapeProblem(what, spec, tensor, named)
  if (problem !== undefined) return problem
  const bytes = bytesOf(tensor)
  const held = (tensor.data.length / 4) * 3 - (/=*$/.exec(tensor.data.slice(-2))?.[0].length ?? 0)
  if (held === bytes) return undefined
  return `${what} is [${tensor.dims.join(', ')}], which is ${bytes} bytes, and holds ${held}.`
}

function shapeProblem(
  what: string,
  { type, shape }: Specs[string],
  tensor: SentTensor,
  named: Map<string, number>,
): string | undefined {
  if (tensor.type !== type) return `${what} is ${tensor.type}, not ${type}.`
  const { dims } = tensor
  const fits =
    dims.length === shape.length &&
    shape.every((size, at) => {
      const wanted = typeof size === 'number' ? size : (named.get(size) ?? dims[at])
      if (typeof size === 'string') named.set(size, dims[at] ?? 0)
      return dims[at] === wanted
    })
  return fits ? undefined : `${what} is [${dims.join(', ')}], not [${shape.join(', ')}].`
}

function bytesOf({ type, dims }: SentTensor): Bytes {
  return dims.reduce((product, size) => product * size, widths[type])
}

/** Silence for every input; a dimension that varies is 1. */
export function zeroTensors(specs: Specs): SentTensors {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { type, shape }]) => {
      const dims = shape.map(size => (typeof size === 'number' ? size : 1))
      const bytes = bytesOf({ type, dims, data: '' })
      const data = bytes > MOST_TENSOR_BYTES ? '' : Buffer.alloc(bytes).toString('base64')
      return [name, { type, dims, data }]
    }),
  )
}
