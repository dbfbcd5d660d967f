import { modelBytes, OnnxGraph, types, Weights } from './onnx-graph'

/** Samples of a frame at 16 kHz, and of its spectrum: as much silence behind, so that the correlation does not wrap. */
const FRAME = 512
const SIZE = 1024
const BINS = SIZE / 2 + 1
/** Lags of pitches from 500 down to 80 Hz. */
const FIRST_LAG = 32
const LAST_LAG = 200

/**
 * The model of *Find tone* and of the template `model`: how likely a tone sounds in each frame of 512 samples at 16 kHz. Harmonicity after
 * Boersma (1993), “Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled
 * sound”: the largest autocorrelation at a lag of a pitch, by that at lag 0 and by what the frame’s ends take off; then a
 * logistic step at 0.6, and another at −50 dBFS, below which all is silence. Its tables are computed when it is loaded, so the file is small.
 *
 * Input `frames` [n, 512], output `tone` [n].
 */
export function toneModel(): Uint8Array {
  const graph = new OnnxGraph(new Weights())
  const op = graph.op.bind(graph)
  const range = (end: number, ...dims: number[]) =>
    graph.reshape(
      op('Cast', [op('Range', [graph.int(0), graph.int(end), graph.int(1)])], { to: 1 }),
      ...dims,
    )
  const step = graph.float((2 * Math.PI) / SIZE)
  const bins = range(BINS, 1, BINS)
  const angles = op('Mul', [op('MatMul', [range(FRAME, FRAME, 1), bins]), step])
  const centred = op('Sub', ['frames', op('ReduceMean', ['frames'], { axes: [1], keepdims: 1 })])
  const square = (x: string) => op('Mul', [x, x])
  const power = op('Add', [
    square(op('MatMul', [centred, op('Cos', [angles])])),
    square(op('MatMul', [centred, op('Sin', [angles])])),
  ])
  const lags = op('MatMul', [graph.reshape(bins, BINS, 1), range(LAST_LAG + 1, 1, LAST_LAG + 1)])
  // All but the first and the last bin stand for two.
  const twice = Float32Array.from(
    { length: BINS },
    (_, bin) => (bin % (BINS - 1) === 0 ? 1 : 2) / SIZE,
  )
  const weights = graph.weights.values('twice', [BINS, 1], twice)
  const back = op('Mul', [op('Cos', [op('Mul', [lags, step])]), weights])
  const correlation = op('MatMul', [power, back])
  const slice = (from: number, to: number) =>
    op('Slice', [correlation, graph.ints(from), graph.ints(to), graph.ints(1)])
  const energy = slice(0, 1)
  const ends = Float32Array.from(
    { length: LAST_LAG + 1 - FIRST_LAG },
    (_, at) => FRAME / (FRAME - FIRST_LAG - at),
  )
  const undone = graph.weights.values('ends', [1, ends.length], ends)
  const own = op('Mul', [slice(FIRST_LAG, LAST_LAG + 1), undone])
  const ratio = op('Div', [own, op('Add', [energy, graph.float(1e-9)])])
  const harmonicity = op('ReduceMax', [ratio], { axes: [1], keepdims: 0 })
  const level = graph.reshape(op('Div', [energy, graph.float(FRAME)]), -1)
  const decibels = op('Mul', [
    op('Log', [op('Add', [level, graph.float(1e-12)])]),
    graph.float(10 / Math.LN10),
  ])
  const sure = (x: string, from: number, slope: number) =>
    op('Sigmoid', [op('Mul', [op('Sub', [x, graph.float(from)]), graph.float(slope)])])
  const both = op('Mul', [sure(harmonicity, 0.6, 20), sure(decibels, -50, 1)])
  graph.name(both, 'tone')
  return modelBytes(
    graph,
    [{ name: 'frames', type: types.float, dims: ['n', FRAME] }],
    [{ name: 'tone', type: types.float, dims: ['n'] }],
  )
}
