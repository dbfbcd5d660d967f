import proto, { type onnx } from 'onnx-proto'

const { AttributeType } = proto.onnx.AttributeProto
const FLOAT = 1
const UINT8 = 2
const INT64 = 7
export const types = { float: FLOAT, int64: INT64, bool: 9 } as const

type Attribute =
  | number
  | readonly number[]
  | onnx.IGraphProto
  | onnx.ITensorProto
  | { readonly float: number }

export type WeightBits = 4 | '4 as 32' | 8 | 32
/** So many rows of a matrix in 4 bits share a scale. */
const BLOCK = 32

/** Weights that look random and are the same everywhere: xorshift32, by name. */
export class Weights {
  /**
   * With 8 bits linear layers are as `quantize_dynamic` of onnxruntime writes them, with 4 as its `MatMulNBits` takes them. `4 as 32`
   * holds the numbers that those 4 bits stand for.
   */
  readonly bits: WeightBits
  readonly tensors = new Map<string, onnx.ITensorProto>()

  constructor(bits: WeightBits = 32) {
    this.bits = bits
  }

  /** Uniform with a standard deviation of `spread`, about `mean`. */
  floats(name: string, dims: readonly number[], spread: number, mean = 0): string {
    if (this.tensors.has(name)) return name
    const next = randomOf(name)
    const values = new Float32Array(sizeOf(dims))
    for (let i = 0; i < values.length; i++) {
      values[i] = mean + (next() * 2 - 1) * spread * Math.sqrt(3)
    }
    return this.#add(name, FLOAT, dims, values)
  }

  /** A matrix in 8 bits about 128. */
  bytes(name: string, dims: readonly number[]): string {
    if (this.tensors.has(name)) return name
    const next = randomOf(name)
    const values = new Uint8Array(sizeOf(dims))
    for (let i = 0; i < values.length; i++) values[i] = next() * 256
    return this.#add(name, UINT8, dims, values)
  }

  values(
    name: string,
    dims: readonly number[],
    values: Float32Array | BigInt64Array | Uint8Array,
  ): string {
    const type =
      values instanceof Float32Array ? FLOAT : values instanceof Uint8Array ? UINT8 : INT64
    return this.tensors.has(name) ? name : this.#add(name, type, dims, values)
  }

  #add(
    name: string,
    dataType: number,
    dims: readonly number[],
    { buffer, byteOffset, byteLength }: Float32Array | BigInt64Array | Uint8Array,
  ): string {
    const rawData = new Uint8Array(buffer, byteOffset, byteLength)
    this.tensors.set(name, { name, dataType, dims: [...dims], rawData })
    return name
  }
}

/** A graph of ONNX nodes in the making; what an `op` returns is the name of its first output. */
export class OnnxGraph {
  readonly weights: Weights
  readonly nodes: onnx.INodeProto[] = []
  readonly #prefix: string
  readonly #quantized = new Map<string, readonly [string, string, string]>()
  #count = 0

  constructor(weights: Weights, prefix = '') {
    this.weights = weights
    this.#prefix = prefix
  }

  op(opType: string, input: readonly string[], attributes: Record<string, Attribute> = {}): string {
    return this.ops(opType, input, 1, attributes)[0] ?? ''
  }

  ops(
    opType: string,
    input: readonly string[],
    outputs: number,
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): readonly string[] {
    this.#count += 1
    const at = `${this.#prefix}${opType}_${this.#count}`
    const output = Array.from({ length: outputs }, (_, i) => `${at}:${i}`)
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    this.nodes.push({ name: at, opType, domain, input: [...input], output, attribute })
    return output
  }

  /** Gives a value another name, such as that of an output. */
  name(value: string, name: string): string {
    this.nodes.push({ name: `as ${name}`, opType: 'Identity', input: [value], output: [name] })
    return name
  }

  ints(...values: number[]): string {
    const name = `ints ${values.join(' ')}`
    return this.weights.values(name, [values.length], BigInt64Array.from(values, BigInt))
  }
  int(value: number): string {
    return this.weights.values(`int ${value}`, [], BigInt64Array.of(BigInt(value)))
  }
  float(value: number): string {
    return this.weights.values(`float ${value}`, [], Float32Array.of(value))
  }
  reshape(x: string, ...dims: number[]): string {
    return this.op('Reshape', [x, this.ints(...dims)])
  }
  transpose(x: string, ...perm: number[]): string {
    return this.op('Transpose', [x], { perm })
  }
  /** A dimension of a value, as a scalar. */
  dim(x: string, axis: number): string {
    return this.op('Gather', [this.op('Shape', [x]), this.int(axis)], { axis: 0 })
  }

  linear(x: string, name: string, from: number, to: number, spread = 1): string {
    const scale = spread / Math.sqrt(from)
    if (this.weights.bits === 32) {
      return this.op('MatMul', [x, this.weights.floats(name, [from, to], scale)])
    }
    if (this.weights.bits !== 8) return this.#inBlocks(x, name, { from, to, scale })
    const [xq, xs, xz] = this.#quantize(x)
    const w = this.weights.bytes(name, [from, to])
    // Each matrix has a scale and a zero point of its own, as where they come from its values.
    const turn = Math.floor(randomOf(`quantized ${name}`)() * 16)
    const zero = this.weights.values(`zero ${120 + turn}`, [], Uint8Array.of(120 + turn))
    // 256 steps of this span have the wished deviation.
    const step = this.float(((scale * Math.sqrt(12)) / 256) * (1 + turn / 100))
    const whole = this.op('MatMulInteger', [xq, w, xz, zero])
    const real = this.op('Cast', [whole], { to: FLOAT })
    return this.op('Mul', [real, this.op('Mul', [xs, step])])
  }

  /** A column of the matrix lies in blocks, each with a scale; a value is its 4 bits less 8 times that. */
  #inBlocks(
    x: string,
    name: string,
    { from, to, scale }: { readonly from: number; readonly to: number; readonly scale: number },
  ): string {
    const blocks = Math.ceil(from / BLOCK)
    const next = randomOf(name)
    const packed = Uint8Array.from({ length: (to * blocks * BLOCK) / 2 }, () => next() * 256)
    const steps = Float32Array.from(
      { length: to * blocks },
      (_, i) => ((scale * Math.sqrt(12)) / 16) * (1 + (i % 7) / 50),
    )
    if (this.weights.bits === 4) {
      const bytes = this.weights.values(`${name} packed`, [to, blocks, BLOCK / 2], packed)
      const scales = this.weights.values(`${name} scales`, [to * blocks], steps)
      const about = { K: from, N: to, bits: 4, block_size: BLOCK }
      return this.ops('MatMulNBits', [x, bytes, scales], 1, about, 'com.microsoft')[0] ?? ''
    }
    const whole = new Float32Array(from * to)
    for (let column = 0; column < to; column++) {
      for (let row = 0; row < from; row++) {
        const at = column * blocks * BLOCK + row
        const pair = packed[at >> 1] ?? 0
        const bits = at % 2 === 0 ? pair & 15 : pair >> 4
        whole[row * to + column] = (bits - 8) * (steps[Math.floor(at / BLOCK)] ?? 0)
      }
    }
    return this.op('MatMul', [x, this.weights.values(name, [from, to], whole)])
  }

  #quantize(x: string): readonly [string, string, string] {
    const known = this.#quantized.get(x)
    if (known !== undefined) return known
    const [q = '', scale = '', zero = ''] = this.ops('DynamicQuantizeLinear', [x], 3)
    const made = [q, scale, zero] as const
    this.#quantized.set(x, made)
    return made
  }

  layerNorm(x: string, name: string, size: number): string {
    const scale = this.weights.floats(`${name}.weight`, [size], 0.1, 1)
    const bias = this.weights.floats(`${name}.bias`, [size], 0.05)
    return this.op('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: 1e-5 } })
  }

  gelu(x: string): string {
    const erf = this.op('Erf', [this.op('Div', [x, this.float(Math.SQRT2)])])
    const half = this.op('Mul', [this.op('Add', [erf, this.float(1)]), this.float(0.5)])
    return this.op('Mul', [x, half])
  }
}

export interface Value {
  readonly name: string
  readonly type: number
  readonly dims: readonly (number | string)[]
}

/** A whole model, as the bytes of its file. */
export function modelBytes(
  graph: OnnxGraph,
  input: readonly Value[],
  output: readonly Value[],
): Uint8Array {
  return proto.onnx.ModelProto.encode({
    irVersion: 8,
    producerName: 'wireharp-tests',
    opsetImport: [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'model',
      node: graph.nodes,
      initializer: [...graph.weights.tensors.values()],
      input: input.map(valueInfo),
      output: output.map(valueInfo),
    },
  }).finish()
}

export function valueInfo({ name, type, dims }: Value): onnx.IValueInfoProto {
  const dim = dims.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: type, shape: { dim } } } }
}

function attributeOf(name: string, value: Attribute): onnx.IAttributeProto {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value }
  if (isNumbers(value)) return { name, type: AttributeType.INTS, ints: [...value] }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  if ('node' in value) return { name, type: AttributeType.GRAPH, g: value }
  return { name, type: AttributeType.TENSOR, t: value }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value)
}

function sizeOf(dims: readonly number[]): number {
  return dims.reduce((size, dim) => size * dim, 1)
}

function randomOf(name: string): () => number {
  let state = 2_166_136_261
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 16_777_619)
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
