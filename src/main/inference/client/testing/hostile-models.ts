import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onnx } from 'onnx-proto'
import { rootFolder, silentLog } from '../../../kit'
import { Inference, type InferenceTask } from '../inference'

const FLOAT = 1
const INT64 = 7
const BOOL = 9

const value = (name: string, elemType: number, dims: readonly (number | string)[]) => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: {
        dim: dims.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })),
      },
    },
  },
})

/** A model with the inputs and outputs of Silero’s whose likelihood and state come of these nodes. */
function likeSilero(
  node: onnx.INodeProto[],
  initializer: onnx.ITensorProto[] = [],
): Uint8Array<ArrayBuffer> {
  const made = onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'hostile',
      node,
      initializer,
      input: [
        value('input', FLOAT, ['batch', 'samples']),
        value('state', FLOAT, [2, 'batch', 128]),
        value('sr', INT64, []),
      ],
      output: [value('output', FLOAT, ['batch', 1]), value('stateN', FLOAT, [2, 'batch', 128])],
    },
  }).finish()
  return new Uint8Array(made)
}

const op = (opType: string, input: string[], output: string): onnx.INodeProto => ({
  opType,
  input,
  output: [output],
})
const mean: onnx.INodeProto = {
  ...op('ReduceMean', ['input'], 'mean'),
  attribute: [{ name: 'axes', type: onnx.AttributeProto.AttributeType.INTS, ints: [1] }],
}

/** Goes round for ever. */
export function endlessModel(): Uint8Array<ArrayBuffer> {
  const body: onnx.IGraphProto = {
    name: 'body',
    node: [op('Identity', ['goes'], 'on'), op('Identity', ['carried'], 'next')],
    input: [value('i', INT64, []), value('goes', BOOL, []), value('carried', FLOAT, [])],
    output: [value('on', BOOL, []), value('next', FLOAT, [])],
  }
  const loop: onnx.INodeProto = {
    ...op('Loop', ['', 'true', 'state'], 'stateN'),
    attribute: [{ name: 'body', type: onnx.AttributeProto.AttributeType.GRAPH, g: body }],
  }
  const yes = { name: 'true', dataType: BOOL, dims: [], rawData: Uint8Array.of(1) }
  return likeSilero([mean, op('Identity', ['mean'], 'output'), loop], [yes])
}

/** Answers with what is no number, or with what nobody can mean. */
export function wildModel(what: 'nan' | 'huge'): Uint8Array<ArrayBuffer> {
  const huge = {
    name: 'huge',
    dataType: FLOAT,
    dims: [],
    rawData: new Uint8Array(Float32Array.of(3e38).buffer),
  }
  const nothing = op('Sub', ['mean', 'mean'], 'nothing')
  const answer =
    what === 'nan'
      ? [nothing, op('Div', ['nothing', 'nothing'], 'output')]
      : [nothing, op('Add', ['nothing', 'huge'], 'output')]
  return likeSilero([mean, ...answer, op('Identity', ['state'], 'stateN')], [huge])
}

/** An operator that no version has. */
export function strangeModel(): Uint8Array<ArrayBuffer> {
  return likeSilero([
    mean,
    op('Frobnicate', ['mean'], 'output'),
    op('Identity', ['state'], 'stateN'),
  ])
}

export function silentSound(folder: string, seconds: number) {
  const path = join(folder, `${seconds}.f32`)
  writeFileSync(path, new Uint8Array(seconds * 16_000 * 4))
  return { path, sampleRate: 16_000, channels: 1, frames: seconds * 16_000 }
}

export const listening = (
  folder: string,
  input: unknown,
  more: Partial<InferenceTask> = {},
): InferenceTask => ({
  ...{ pipeline: 'voice/find', input, folder },
  signal: new AbortController().signal,
  save: () => true,
  progress: () => undefined,
  log: () => undefined,
  ...more,
})

export interface HostileReport {
  /** How many ended how: by the code of the failure, or by who listened after all. */
  readonly ends: Readonly<Record<string, number>>
  /** Other jobs meanwhile, and those of them that failed. */
  readonly others: number
  readonly disturbed: number
}

/**
 * Silero’s model with bytes of it changed at random is run so many times, every tenth process is killed by a fault of
 * memory while it works (SIGSEGV), and another job runs beside all of it.
 */
export async function hostileRounds(
  folder: string,
  rounds: number,
  seed = 1,
): Promise<HostileReport> {
  const silero = readFileSync(join(rootFolder(), 'resources/models/silero-vad/silero_vad.onnx'))
  await using inference = new Inference({ log: silentLog, patience: 60_000 })
  await using beside = new Inference({ log: silentLog })
  let state = seed
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
  const sound = silentSound(folder, 2)
  const ends: Record<string, number> = {}
  let [others, disturbed] = [0, 0]
  let other: Promise<void> | undefined
  for (let round = 0; round < rounds; round++) {
    other ??= beside.run(listening(folder, { sound: silentSound(folder, 60) })).then(result => {
      others += 1
      if (!result.ok) disturbed += 1
      other = undefined
    })
    const bytes = Buffer.from(silero)
    const places = 1 + random(24)
    for (let place = 0; place < places; place++) {
      // The graph lies before and between the weights: half of the changes are near an end of the file.
      const near = random(2) === 0 ? random(4096) : random(bytes.length)
      const at = random(2) === 0 ? near : bytes.length - 1 - near
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
    }
    const path = join(folder, `hostile-${round}.onnx`)
    writeFileSync(path, bytes)
    const isKilled = round % 10 === 9
    const long = isKilled ? { sound: silentSound(folder, 3000) } : { sound, model: { path } }
    const progress = () => {
      if (isKilled && inference.pid !== undefined) process.kill(inference.pid, 'SIGSEGV')
    }
    const result = await inference.run(listening(folder, long, { progress }))
    const end = result.ok
      ? String(Reflect.get(Object(result.value), 'detector'))
      : result.error.code
    ends[end] = (ends[end] ?? 0) + 1
  }
  await other
  return { ends, others, disturbed }
}
