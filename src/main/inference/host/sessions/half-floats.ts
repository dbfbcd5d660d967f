import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Runtime } from './runtime'

type Tensors = Readonly<Record<string, Tensor>>

/**
 * A session as `float32` sees it: where a model takes or gives numbers of half precision (IEEE 754 binary16), as
 * models do that were made half as large, they are turned on the way. Models of whole precision are run as they are.
 */
export function runInFloats(
  session: InferenceSession,
  { Tensor }: Pick<Runtime, 'Tensor'>,
): (inputs: Tensors, outputs?: Tensors) => Promise<Tensors> {
  const halfInputs = halfOnes(session.inputMetadata)
  const halfOutputs = halfOnes(session.outputMetadata)
  const toHalf = (tensor: Tensor) => {
    if (!(tensor.data instanceof Float32Array)) return tensor
    const bits = halfBits(tensor.data)
    const half = new Tensor('float16', bits, tensor.dims)
    // A tensor makes a Float16Array of it, which the runtime’s native part cannot read yet.
    return Object.defineProperty(half, 'data', { value: bits })
  }
  return async (inputs, outputs) => {
    const given = mapped(inputs, (name, tensor) => (halfInputs.has(name) ? toHalf(tensor) : tensor))
    if (outputs === undefined || !Object.keys(outputs).some(name => halfOutputs.has(name))) {
      const made = outputs === undefined ? session.run(given) : session.run(given, outputs)
      return mapped(await made, (name, tensor) =>
        halfOutputs.has(name) ? new Tensor('float32', wholes(tensor), tensor.dims) : tensor,
      )
    }
    const made = await session.run(given, Object.keys(outputs))
    return mapped(outputs, (name, wanted) => {
      const { data } = wanted
      const tensor = made[name]
      if (tensor === undefined || !halfOutputs.has(name)) return tensor ?? wanted
      if (data instanceof Float32Array) data.set(wholes(tensor))
      return wanted
    })
  }
}

function halfOnes(values: readonly InferenceSession.ValueMetadata[]): ReadonlySet<string> {
  return new Set(
    values.flatMap(value => (value.isTensor && value.type === 'float16' ? [value.name] : [])),
  )
}

function halfBits(floats: Float32Array): Uint16Array {
  return new Uint16Array(Float16Array.from(floats).buffer)
}

function wholes({ data }: Tensor): Float32Array {
  if (data instanceof Float16Array) return Float32Array.from(data)
  if (!(data instanceof Uint16Array)) {
    throw new Error('The runtime gave no numbers of half precision')
  }
  return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length))
}

function mapped(tensors: Tensors, change: (name: string, tensor: Tensor) => Tensor): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(name, tensor)]),
  )
}
