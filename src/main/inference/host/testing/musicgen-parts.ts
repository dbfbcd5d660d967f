import { modelBytes, OnnxGraph, types, Weights } from './onnx-graph'

export interface TextSize {
  readonly width: number
  readonly heads: number
  readonly layers: number
  readonly ffn: number
  readonly vocab: number
}

const BUCKETS = 32
const FARTHEST = 128

/** The encoder of T5 (Raffel et al. 2020): RMS norms, relative positions in buckets, no scaling of scores. */
export function textEncoder({ width, heads, layers, ffn, vocab }: TextSize): Uint8Array {
  const weights = new Weights()
  const graph = new OnnxGraph(weights)
  const table = weights.floats('shared', [vocab, width], 1)
  let x = graph.op('Gather', [table, 'input_ids'])
  const mask = graph.op('Cast', ['attention_mask'], { to: types.float })
  const away = graph.op('Mul', [graph.op('Sub', [graph.float(1), mask]), graph.float(-3.4e38)])
  const bias = graph.op('Add', [
    relativeBias(graph, heads),
    graph.op('Unsqueeze', [away, graph.ints(1, 2)]),
  ])
  const norm = (value: string, name: string) => {
    const power = graph.op('ReduceMean', [graph.op('Mul', [value, value])], { axes: [-1] })
    const root = graph.op('Sqrt', [graph.op('Add', [power, graph.float(1e-6)])])
    return graph.op('Mul', [graph.op('Div', [value, root]), weights.floats(name, [width], 0.1, 1)])
  }
  const split = (value: string) =>
    graph.transpose(graph.reshape(value, 0, 0, heads, -1), 0, 2, 1, 3)
  for (let layer = 0; layer < layers; layer++) {
    const at = `block.${layer}`
    const own = norm(x, `${at}.0.layer_norm`)
    const [q = '', k = '', v = ''] = ['q', 'k', 'v'].map(name =>
      split(graph.linear(own, `${at}.${name}`, width, width)),
    )
    const scores = graph.op('Add', [graph.op('MatMul', [q, graph.transpose(k, 0, 1, 3, 2)]), bias])
    const seen = graph.op('MatMul', [graph.op('Softmax', [scores], { axis: -1 }), v])
    const joined = graph.reshape(graph.transpose(seen, 0, 2, 1, 3), 0, 0, width)
    x = graph.op('Add', [x, graph.linear(joined, `${at}.o`, width, width)])
    const wide = graph.linear(norm(x, `${at}.1.layer_norm`), `${at}.wi`, width, ffn)
    x = graph.op('Add', [x, graph.linear(graph.op('Relu', [wide]), `${at}.wo`, ffn, width)])
  }
  graph.name(norm(x, 'final_layer_norm'), 'last_hidden_state')
  const dims = ['batch_size', 'encoder_sequence_length']
  return modelBytes(
    graph,
    [
      { name: 'input_ids', type: types.int64, dims },
      { name: 'attention_mask', type: types.int64, dims },
    ],
    [{ name: 'last_hidden_state', type: types.float, dims: [...dims, width] }],
  )
}

/** Near distances have buckets of their own, far ones share them by their logarithm. */
function relativeBias(graph: OnnxGraph, heads: number): string {
  const seq = graph.dim('input_ids', 1)
  const places = graph.op('Range', [graph.int(0), seq, graph.int(1)])
  const far = graph.op('Sub', [
    graph.op('Unsqueeze', [places, graph.ints(0)]),
    graph.op('Unsqueeze', [places, graph.ints(1)]),
  ])
  const half = BUCKETS / 2
  const exact = half / 2
  const isAfter = graph.op('Greater', [far, graph.int(0)])
  const side = graph.op('Where', [isAfter, graph.int(half), graph.int(0)])
  const away = graph.op('Abs', [far])
  const asFloat = graph.op('Cast', [away], { to: types.float })
  const ratio = graph.op('Log', [
    graph.op('Div', [graph.op('Max', [asFloat, graph.float(1)]), graph.float(exact)]),
  ])
  const slope = graph.float((half - exact) / Math.log(FARTHEST / exact))
  const steps = graph.op('Cast', [graph.op('Mul', [ratio, slope])], { to: types.int64 })
  const shared = graph.op('Min', [graph.op('Add', [steps, graph.int(exact)]), graph.int(half - 1)])
  const near = graph.op('Less', [away, graph.int(exact)])
  const bucket = graph.op('Add', [side, graph.op('Where', [near, away, shared])])
  const table = graph.weights.floats('relative_attention_bias', [BUCKETS, heads], 0.5)
  const bias = graph.transpose(graph.op('Gather', [table, bucket]), 2, 0, 1)
  return graph.op('Unsqueeze', [bias, graph.ints(0)])
}

/** Samples that one frame of codes becomes, by way of these ratios. */
const ratios = [8, 5, 4, 4]

/** The decoder of EnCodec (Défossez et al. 2022) at 32 kHz: a sum of codebooks, an LSTM, and convolutions that widen. */
export function encodecDecoder({ codes, width }: { codes: number; width: number }): Uint8Array {
  const weights = new Weights()
  const graph = new OnnxGraph(weights)
  const books = graph.op('Squeeze', ['audio_codes', graph.ints(0)])
  const parts = Array.from({ length: 4 }, (_, book) => {
    const table = weights.floats(`codebook.${book}`, [codes, width], 0.5)
    return graph.op('Gather', [table, graph.op('Gather', [books, graph.int(book)], { axis: 1 })])
  })
  const sum = parts.reduce((left, right) => graph.op('Add', [left, right]))
  const conv = (x: string, name: string, from: number, to: number, kernel: number) => {
    const pad = Math.floor(kernel / 2)
    const w = weights.floats(name, [to, from, kernel], 1 / Math.sqrt(from * kernel))
    return graph.op('Conv', [x, w], { kernel_shape: [kernel], pads: [pad, pad] })
  }
  let x = conv(graph.transpose(sum, 0, 2, 1), 'first', width, width, 7)
  const inTime = graph.transpose(x, 2, 0, 1)
  const lstm = graph.op(
    'LSTM',
    [
      inTime,
      weights.floats('lstm.w', [1, 4 * width, width], 0.3),
      weights.floats('lstm.r', [1, 4 * width, width], 0.3),
    ],
    { hidden_size: width },
  )
  const after = graph.op('Squeeze', [lstm, graph.ints(1)])
  x = graph.transpose(graph.op('Add', [after, inTime]), 1, 2, 0)
  let channels = width
  for (const [index, ratio] of ratios.entries()) {
    const to = Math.max(2, channels / 2)
    const w = weights.floats(`up.${index}`, [channels, to, 2 * ratio], 1 / Math.sqrt(channels))
    const pads = [Math.floor(ratio / 2), ratio - Math.floor(ratio / 2)]
    x = graph.op('ConvTranspose', [graph.op('Elu', [x]), w], {
      kernel_shape: [2 * ratio],
      strides: [ratio],
      pads,
    })
    const inner = conv(graph.op('Elu', [x]), `res.${index}.a`, to, to, 3)
    x = graph.op('Add', [x, conv(graph.op('Elu', [inner]), `res.${index}.b`, to, to, 1)])
    channels = to
  }
  const out = graph.op('Tanh', [conv(graph.op('Elu', [x]), 'last', channels, 1, 7)])
  graph.name(out, 'audio_values')
  return modelBytes(
    graph,
    [{ name: 'audio_codes', type: types.int64, dims: [1, 'batch_size', 4, 'chunk_length'] }],
    [{ name: 'audio_values', type: types.float, dims: ['batch_size', 1, 'audio_length'] }],
  )
}
