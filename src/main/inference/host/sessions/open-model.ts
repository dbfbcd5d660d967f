import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Tensor, TypedTensor } from 'onnxruntime-node'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../../kit'
import { checkModel, type ModelSpec } from '../models'
import { runtime } from './runtime'

export interface ModelFile {
  readonly path: string
  /** In hex; the bytes that are run are the bytes that were looked at. */
  readonly sha256?: string
  readonly spec?: ModelSpec
  /** Threads of one run; one if left out. */
  readonly threads?: number
}

/** A model that is ready to run. */
export interface OpenModel extends AsyncDisposable {
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>
  floats(data: Float32Array, shape: readonly number[]): TypedTensor<'float32'>
  integers(data: BigInt64Array, shape: readonly number[]): TypedTensor<'int64'>
}

/** Reads a model, looks through it, and makes it ready. */
export async function openModel(file: ModelFile): Promise<Result<OpenModel>> {
  const ort = await runtime()
  if (!ort.ok) return ort
  const read = await attempt(
    () => readFile(file.path),
    errno => readFailure(errno, `model “${file.path}”`),
  )
  if (!read.ok) {
    const isGone = read.error.code === 'file-not-found'
    return isGone ? err(fail('model-missing', `The model “${file.path}” is not there.`)) : read
  }
  const bytes = read.value
  if (file.sha256 !== undefined && sha256(bytes) !== file.sha256) {
    return err(fail('model-refused', `“${file.path}” is not the file that its manifest names.`))
  }
  const checked = checkModel(bytes, file.spec)
  if (!checked.ok) return checked
  const { InferenceSession, Tensor } = ort.value
  try {
    const session = await InferenceSession.create(bytes, {
      intraOpNumThreads: file.threads ?? 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    })
    return ok({
      run: inputs => session.run(inputs),
      floats: (data, shape) => new Tensor('float32', data, shape),
      integers: (data, shape) => new Tensor('int64', data, shape),
      [Symbol.asyncDispose]: () => session.release(),
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 300) : ''
    return err(fail('model-refused', `The runtime does not take the model: ${reason}.`))
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
