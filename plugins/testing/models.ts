import type { Models, Tensor, TensorData, TensorInput, TensorType } from '@wireharp/sdk'

/** Stands for a model in a test. */
export type FakeModel = (
  inputs: Readonly<Record<string, TensorInput>>,
) => Readonly<Record<string, Tensor>>

/** `models` of a context that knows these models and no others, and makes no music. */
export function fakeModels(models: Readonly<Record<string, FakeModel>>): Models {
  return modelsBy(async (model, inputs) => {
    const fake = models[model]
    if (fake === undefined) throw coded('model-unknown', `There is no model “${model}”`)
    return fake(inputs)
  })
}

/**
 * `models` of a context that runs the files of the plugin’s folder, as they run for users: in a process apart, within the limits of
 * plugin.json. Only `wireharp plugin test` can do so; elsewhere a run is refused.
 */
export function realModels(): Models {
  return modelsBy(async (model, inputs) => {
    const ask: unknown = Reflect.get(globalThis, 'wireharpAsk')
    if (!isAsk(ask)) {
      throw coded('inference-absent', 'Models run in the tests of `wireharp plugin test` alone')
    }
    const sent = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, sentOf(input)]),
    )
    return takenOf(await ask({ model, inputs: sent }))
  })
}

function modelsBy(run: Models['run']): Models {
  const none = async (): Promise<never> => {
    throw coded('model-missing', 'This test makes no music')
  }
  return {
    run,
    info: async model => ({ model, state: 'ready', bytes: 0, licence: '' }),
    generate: none,
    status: none,
    isGenerating: async () => false,
  }
}

const makers: {
  readonly [Type in TensorType]: {
    readonly of: (list: readonly number[]) => TensorData[Type]
    readonly in: (bytes: ArrayBuffer) => TensorData[Type]
  }
} = {
  float32: { of: list => Float32Array.from(list), in: bytes => new Float32Array(bytes) },
  int64: {
    of: list => BigInt64Array.from(list, value => BigInt(value)),
    in: bytes => new BigInt64Array(bytes),
  },
  int32: { of: list => Int32Array.from(list), in: bytes => new Int32Array(bytes) },
  uint8: { of: list => Uint8Array.from(list), in: bytes => new Uint8Array(bytes) },
  bool: { of: list => Uint8Array.from(list), in: bytes => new Uint8Array(bytes) },
}

function sentOf({ type = 'float32', dims, data }: TensorInput) {
  const typed = isList(data) ? makers[type].of(data) : data
  const bytes = new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength)
  const text = Array.from(bytes, byte => String.fromCodePoint(byte)).join('')
  return { type, dims: dims ?? [typed.length], data: btoa(text) }
}

function takenOf(said: unknown): Readonly<Record<string, Tensor>> {
  const failure = fieldOf(said, 'failure')
  if (failure !== undefined) {
    throw coded(String(fieldOf(failure, 'code')), String(fieldOf(failure, 'message')))
  }
  const value = fieldOf(said, 'value')
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, tensor]) => [name, tensorOf(tensor)]))
}

function tensorOf(sent: unknown): Tensor {
  const type = fieldOf(sent, 'type')
  const dims = fieldOf(sent, 'dims')
  const text = atob(String(fieldOf(sent, 'data')))
  const bytes = Uint8Array.from(text, letter => letter.codePointAt(0) ?? 0)
  if (!isType(type) || !isList(dims)) throw new TypeError('A model answered in an unknown form')
  return { type, dims, data: makers[type].in(bytes.buffer) }
}

function isAsk(value: unknown): value is (question: unknown) => Promise<unknown> {
  return typeof value === 'function'
}

function isType(value: unknown): value is TensorType {
  return typeof value === 'string' && value in makers
}

function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value)
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
