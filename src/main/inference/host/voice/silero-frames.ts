import { onnx } from 'onnx-proto'
import { VOICE_FRAME } from './voice-detector'

/** Samples of the frame before that the model sees again. */
export const CONTEXT = 64
export const SILERO_STATE = 128

const FLOAT = 1
const INT64 = 7
const { AttributeType } = onnx.AttributeProto

/** What is taken over of the model's file: of every tensor its shape. The names end so in it. */
const taken = {
  'stft.forward_basis_buffer': [258, 1, 256],
  'encoder.0.reparam_conv.weight': [128, 129, 3],
  'encoder.0.reparam_conv.bias': [128],
  'encoder.1.reparam_conv.weight': [64, 128, 3],
  'encoder.1.reparam_conv.bias': [64],
  'encoder.2.reparam_conv.weight': [64, 64, 3],
  'encoder.2.reparam_conv.bias': [64],
  'encoder.3.reparam_conv.weight': [128, 64, 3],
  'encoder.3.reparam_conv.bias': [128],
  'decoder.rnn.weight_ih': [512, 128],
  'decoder.rnn.weight_hh': [512, 128],
  'decoder.rnn.bias_ih': [512],
  'decoder.rnn.bias_hh': [512],
  'decoder.decoder.2.weight': [1, 128, 1],
  'decoder.decoder.2.bias': [1],
} as const
type TensorName = keyof typeof taken

/**
 * Silero's network for 16 kHz as a model that hears many frames in one call: the same weights and the same arithmetic, but spectra and
 * encoder of all frames at once, and the LSTM over them in one operator. (The file’s own graph asks for the rate and for shapes in
 * each call, and gets its weights into order anew.) Nothing where the file holds another network.
 *
 * Inputs: `frames` [n, 576], `h` and `c` [1, 1, 128]; outputs: `likelihoods` [n], `hN`, `cN`.
 */
export function sileroFrames(bytes: Uint8Array): Uint8Array | undefined {
  const weights = weightsOf(onnx.ModelProto.decode(bytes).graph)
  if (weights === undefined) return undefined
  const node: onnx.INodeProto[] = []
  const op = (
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[] | string>> = {},
  ): void => {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    node.push({ opType, input: [...input], output: [...output], attribute })
  }
  op('Pad', ['frames', 'pads'], ['padded'], { mode: 'reflect' })
  op('Unsqueeze', ['padded', 'one'], ['sound'])
  const basis = { kernel_shape: [256], strides: [128] }
  op('Conv', ['sound', 'stft.forward_basis_buffer'], ['spectra'], basis)
  op('Split', ['spectra', 'halves'], ['re', 'im'], { axis: 1 })
  op('Mul', ['re', 're'], ['re2'])
  op('Mul', ['im', 'im'], ['im2'])
  op('Add', ['re2', 'im2'], ['power'])
  op('Sqrt', ['power'], ['relu.-1'])
  for (const [layer, stride] of [1, 2, 2, 1].entries()) {
    const name = `encoder.${layer}.reparam_conv`
    const shape = { kernel_shape: [3], pads: [1, 1], strides: [stride] }
    const input = [`relu.${layer - 1}`, `${name}.weight`, `${name}.bias`]
    op('Conv', input, [`conv.${layer}`], shape)
    op('Relu', [`conv.${layer}`], [`relu.${layer}`])
  }
  // [n, 128, 1] to [n, 1, 128]: of one sound a row a frame.
  op('Transpose', ['relu.3'], ['rows'], { perm: [0, 2, 1] })
  const lstm = ['rows', 'w', 'r', 'b', '', 'h', 'c']
  op('LSTM', lstm, ['heard', 'hN', 'cN'], { hidden_size: SILERO_STATE })
  op('Reshape', ['heard', 'columns'], ['column'])
  op('Relu', ['column'], ['loud'])
  op('Conv', ['loud', 'decoder.decoder.2.weight', 'decoder.decoder.2.bias'], ['score'], {
    kernel_shape: [1],
  })
  op('Sigmoid', ['score'], ['sure'])
  op('Reshape', ['sure', 'all'], ['likelihoods'])
  const state = [1, 1, SILERO_STATE]
  return onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 16 }],
    graph: {
      name: 'silero',
      node,
      initializer: [
        ...initialisers(weights),
        integers('pads', [0, 0, 0, CONTEXT]),
        integers('one', [1]),
        integers('halves', [129, 129]),
        integers('columns', [-1, SILERO_STATE, 1]),
        integers('all', [-1]),
      ],
      input: [value('frames', ['n', CONTEXT + VOICE_FRAME]), value('h', state), value('c', state)],
      output: [value('likelihoods', ['n']), value('hN', state), value('cN', state)],
    },
  }).finish()
}

/** The network for 16 kHz, told from that for 8 kHz by its shapes. */
function weightsOf(graph: onnx.IGraphProto | null | undefined) {
  const found = new Map<TensorName, Float32Array>()
  const names = Object.keys(taken).filter(isTaken)
  for (const [name, tensor] of tensorsOf(graph)) {
    const match = names.find(wanted => name.endsWith(wanted))
    const floats = match && floatsOf(tensor, taken[match])
    if (match !== undefined && floats !== undefined) found.set(match, floats)
  }
  // Where the tensors that both networks have alike lie in the branch of the other, the other comes first.
  return found.size === names.length ? found : undefined
}

const isTaken = (name: string): name is TensorName => name in taken

/** All constants of a graph and of its branches; those of 16 kHz are the last of their names. */
function* tensorsOf(
  graph: onnx.IGraphProto | null | undefined,
): Generator<readonly [string, onnx.ITensorProto]> {
  for (const tensor of graph?.initializer ?? []) yield [tensor.name ?? '', tensor]
  for (const { output, attribute } of graph?.node ?? []) {
    const branches = (attribute ?? []).filter(({ g }) => g)
    // `else` before `then`, which is that of 16 kHz.
    for (const { g } of branches.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))) {
      yield* tensorsOf(g)
    }
    const constant = (attribute ?? []).find(({ name, t }) => name === 'value' && t)?.t
    if (constant) yield [output?.[0] ?? '', constant]
  }
}

function floatsOf(
  { dataType, dims, rawData }: onnx.ITensorProto,
  shape: readonly number[],
): Float32Array | undefined {
  const size = shape.reduce((product, dim) => product * dim, 1)
  const isSo = dims?.length === shape.length && shape.every((dim, at) => Number(dims[at]) === dim)
  if (dataType !== FLOAT || !isSo || rawData?.length !== size * 4) return undefined
  return new Float32Array(new Uint8Array(rawData).buffer)
}

/** Gates in the order of ONNX (input, output, forget, cell) in place of that of PyTorch (input, forget, cell, output). */
function initialisers(weights: ReadonlyMap<TensorName, Float32Array>): onnx.ITensorProto[] {
  const own = [...weights].filter(([name]) => !name.startsWith('decoder.rnn'))
  const of = (name: TensorName) => weights.get(name) ?? new Float32Array()
  const ordered = (floats: Float32Array): Float32Array => {
    const part = floats.length / 4
    const gates = [0, 3, 1, 2].map(gate => floats.subarray(gate * part, (gate + 1) * part))
    return concatenated(gates)
  }
  const biases = [ordered(of('decoder.rnn.bias_ih')), ordered(of('decoder.rnn.bias_hh'))]
  return [
    ...own.map(([name, floats]) => tensor(name, taken[name], floats)),
    tensor('w', [1, 4 * SILERO_STATE, 128], ordered(of('decoder.rnn.weight_ih'))),
    tensor('r', [1, 4 * SILERO_STATE, SILERO_STATE], ordered(of('decoder.rnn.weight_hh'))),
    tensor('b', [1, 8 * SILERO_STATE], concatenated(biases)),
  ]
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function tensor(name: string, dims: readonly number[], floats: Float32Array): onnx.ITensorProto {
  const { buffer, byteOffset, byteLength } = floats
  const rawData = new Uint8Array(buffer, byteOffset, byteLength)
  return { name, dataType: FLOAT, dims: [...dims], rawData }
}

function integers(name: string, values: readonly number[]): onnx.ITensorProto {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
  return { name, dataType: INT64, dims: [values.length], rawData }
}

function value(name: string, dims: readonly (number | string)[]): onnx.IValueInfoProto {
  const dim = dims.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } }
}

function attributeOf(
  name: string,
  given: number | readonly number[] | string,
): onnx.IAttributeProto {
  if (typeof given === 'number') return { name, type: AttributeType.INT, i: given }
  if (typeof given !== 'string') return { name, type: AttributeType.INTS, ints: [...given] }
  return { name, type: AttributeType.STRING, s: new TextEncoder().encode(given) }
}
