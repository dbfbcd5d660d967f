import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-node'
import { err, fail, ok, unreachable, type Result } from '#shared/kit'
import { checkModel, type ModelSpec } from '../models'
import { checkedAnswer } from './checked-answer'
import { chooseDevices, type Device, type RefusedDevice } from './choose-devices'
import { runInFloats } from './half-floats'
import { readModelFile } from './read-model-file'
import { runtime, type Runtime } from './runtime'

export interface ModelFile {
  readonly path: string
  /** In hex; the bytes that are run are the bytes that were looked at. */
  readonly sha256?: string
  readonly spec?: ModelSpec
  /** Threads of one run; one if left out. */
  readonly threads?: number
}

export type Tensors = Readonly<Record<string, Tensor>>

/** A model that is ready to run. */
export interface OpenModel extends AsyncDisposable {
  /** What it runs on, and why not on what was wished for (WIREHARP_DEVICE). */
  readonly device: Device
  readonly refused: readonly RefusedDevice[]
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Throws a `ModelAnswerError` for what is no number. With `outputs` only those are made, each into the tensor that is given for it, whose shape it must have. */
  run(inputs: Tensors, outputs?: Tensors): Promise<Tensors>
  floats(data: Float32Array, shape: readonly number[]): TypedTensor<'float32'>
  integers(data: BigInt64Array, shape: readonly number[]): TypedTensor<'int64'>
  smallIntegers(data: Int32Array, shape: readonly number[]): TypedTensor<'int32'>
  booleans(data: Uint8Array, shape: readonly number[]): TypedTensor<'bool'>
  /** Of the bytes of its elements, in the machine’s order. */
  tensor(type: TensorType, bytes: Uint8Array<ArrayBuffer>, shape: readonly number[]): Tensor
}

export type TensorType = 'float32' | 'int64' | 'int32' | 'uint8' | 'bool'

/**
 * Threads that wait for one another sleep instead of spinning: sound plays on the same cores, and where anything else runs a
 * thread that spins keeps the one from working for which it waits.
 */
const ASIDE = { session: { intra_op: { allow_spinning: '0' } } }

/** Reads a model, looks through it, and makes it ready. */
export async function openModel(file: ModelFile): Promise<Result<OpenModel>> {
  const read = await readModel(file)
  return read.ok ? openModelBytes(read.value, file.threads) : read
}

/** The bytes of a model that was looked through, where there is a runtime for them. */
export async function readModel(file: ModelFile): Promise<Result<Buffer<ArrayBuffer>>> {
  const ort = await runtime()
  if (!ort.ok) return ort
  const read = await readModelFile(file)
  if (!read.ok) return read
  const checked = checkModel(read.value, file.spec)
  return checked.ok ? read : checked
}

/** Makes a model ready that was looked through, or made here. */
export async function openModelBytes(bytes: Uint8Array, threads = 1): Promise<Result<OpenModel>> {
  const ort = await runtime()
  if (!ort.ok) return ort
  const { listSupportedBackends, Tensor } = ort.value
  const { tries, refused } = chooseDevices(process.env['WIREHARP_DEVICE'], listSupportedBackends())
  const failed: RefusedDevice[] = [...refused]
  for (const device of tries) {
    const session = await open(ort.value, bytes, device, threads)
    if (!session.ok) {
      failed.push({ device, reason: session.error })
      continue
    }
    const { value } = session
    return ok({
      device,
      refused: failed,
      inputs: value.inputNames,
      outputs: value.outputNames,
      run: checkedRun(runInFloats(value, ort.value)),
      floats: (data, shape) => new Tensor('float32', data, shape),
      integers: (data, shape) => new Tensor('int64', data, shape),
      smallIntegers: (data, shape) => new Tensor('int32', data, shape),
      booleans: (data, shape) => new Tensor('bool', data, shape),
      tensor: (type, data, shape) => tensorOf(Tensor, type, data, shape),
      [Symbol.asyncDispose]: () => value.release(),
    })
  }
  const reason = failed.at(-1)?.reason ?? ''
  return err(fail('model-refused', `The runtime does not take the model: ${reason}.`))
}

function tensorOf(
  Tensor: Runtime['Tensor'],
  type: TensorType,
  bytes: Uint8Array<ArrayBuffer>,
  shape: readonly number[],
): Tensor {
  const { buffer } = bytes.byteOffset === 0 ? bytes : bytes.slice()
  switch (type) {
    case 'float32':
      return new Tensor('float32', new Float32Array(buffer, 0, bytes.length / 4), shape)
    case 'int64':
      return new Tensor('int64', new BigInt64Array(buffer, 0, bytes.length / 8), shape)
    case 'int32':
      return new Tensor('int32', new Int32Array(buffer, 0, bytes.length / 4), shape)
    case 'uint8':
      return new Tensor('uint8', bytes, shape)
    case 'bool':
      return new Tensor('bool', bytes, shape)
    default:
      return unreachable(type)
  }
}

/** What is written into tensors of the caller’s is the caller’s to look at: caches are large. */
function checkedRun(run: OpenModel['run']): OpenModel['run'] {
  return async (inputs, outputs) => {
    const answer = await run(inputs, outputs)
    return outputs === undefined ? checkedAnswer(answer) : answer
  }
}

async function open(
  { InferenceSession }: Runtime,
  bytes: Uint8Array,
  device: Device,
  threads: number,
): Promise<Result<InferenceSession, string>> {
  try {
    const session = await InferenceSession.create(bytes, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: ASIDE,
    })
    return ok(session)
  } catch (error) {
    return err(error instanceof Error ? error.message.slice(0, 300) : 'it threw')
  }
}
