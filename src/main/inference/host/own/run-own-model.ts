import type { Tensor } from 'onnxruntime-node'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { pipeline } from '../pipeline'
import { openModel, type OpenModel, type Tensors } from '../sessions'

/** Models that stay loaded; whoever asks counts on the same number. */
const MOST_LOADED = 4

const type = z.enum(['float32', 'int64', 'int32', 'uint8', 'bool'])
const specs = z.record(
  z.string(),
  z.object({ type, shape: z.array(z.union([z.number(), z.string()])) }),
)

/** A run of a plugin’s model. Tensors cross as base64 of their bytes, little-endian. */
const runSchema = z.object({
  model: z.object({
    path: z.string(),
    sha256: z.string(),
    spec: z.object({ inputs: specs, outputs: specs }),
  }),
  /** Nothing is run where they are left out: the model is looked through and loaded. */
  inputs: z
    .record(z.string(), z.object({ type, dims: z.array(z.int().min(0)), data: z.string() }))
    .optional(),
  /** Bytes that its answer may have. */
  most: z.int().min(0),
})
type OwnRun = z.infer<typeof runSchema>

/** By hash, the one that was used last at the end. */
const loaded = new Map<string, OpenModel>()

/**
 * Runs a model file that a plugin brought. The file is held against its hash, looked through (see `checkModel`) and against
 * what plugin.json says of its inputs and outputs; those very bytes go to the runtime.
 */
export const runOwnModel = pipeline('model/run', runSchema, async ({ model, inputs, most }) => {
  const opened = await modelOf(model)
  if (!opened.ok) return opened
  if (inputs === undefined) return ok({ device: opened.value.device })
  const made = await answerOf(opened.value, inputs)
  return made.ok ? toldOf(made.value, most) : made
})

async function modelOf(model: OwnRun['model']): Promise<Result<OpenModel>> {
  const key = JSON.stringify([model.sha256, model.spec])
  const known = loaded.get(key)
  if (known !== undefined) {
    loaded.delete(key)
    loaded.set(key, known)
    return ok(known)
  }
  const [oldest] = loaded.keys()
  if (oldest !== undefined && loaded.size >= MOST_LOADED) {
    await loaded.get(oldest)?.[Symbol.asyncDispose]()
    loaded.delete(oldest)
  }
  const opened = await openModel(model)
  if (opened.ok) loaded.set(key, opened.value)
  return opened
}

/** What the runtime throws is what the model is to blame for: shapes that do not go together within it, and the like. */
async function answerOf(
  model: OpenModel,
  inputs: NonNullable<OwnRun['inputs']>,
): Promise<Result<Tensors>> {
  try {
    const feeds: Record<string, Tensor> = {}
    for (const [name, { type: kind, dims, data }] of Object.entries(inputs)) {
      feeds[name] = model.tensor(kind, bytesIn(data), dims)
    }
    return ok(await model.run(feeds))
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return err(fail('model-refused', `Its run failed: ${said.slice(0, 300).replace(/\.$/, '')}.`))
  }
}

function toldOf(answer: Tensors, most: number): Result<unknown> {
  const outputs: Record<string, { type: string; dims: readonly number[]; data: string }> = {}
  let bytes = 0
  for (const [name, { type: kind, dims, data }] of Object.entries(answer)) {
    if (!ArrayBuffer.isView(data) || !type.safeParse(kind).success) {
      return err(fail('model-refused', `Its output “${name.slice(0, 80)}” is of ${kind}.`))
    }
    bytes += data.byteLength
    if (bytes > most) {
      return err(fail('model-refused', `Its answer has more than the ${most} bytes that it may.`))
    }
    const { buffer, byteOffset, byteLength } = data
    outputs[name] = {
      ...{ type: kind, dims },
      data: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    }
  }
  return ok({ outputs })
}

/** In memory of their own: a view of many would need to begin at a multiple of its elements’ size. */
function bytesIn(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
