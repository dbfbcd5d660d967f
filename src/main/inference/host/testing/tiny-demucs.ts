import { BINS, spectrumFrames } from '../stems/demucs/spectrum'
import { modelBytes, OnnxGraph, types, Weights } from './onnx-graph'

/** Frames of a segment; that of the real one has 343,980. */
export const TINY_SEGMENT = 12_288
/** What each stem is of the mix. */
const parts = [0.4, 0.3, 0.2, 0.1]

/** A network that gives every stem a part of the mix: half of it as sound, half as a spectrogram where it has one. */
export function tinyDemucs(withSpectrum: boolean): Uint8Array {
  const graph = new OnnxGraph(new Weights())
  const share = withSpectrum ? 0.5 : 1
  const shares = Float32Array.from(parts, part => part * share)
  const sound = graph.op('Unsqueeze', ['mix', graph.ints(1)])
  const scaled = graph.weights.values('shares', [1, 4, 1, 1], shares)
  graph.name(graph.op('Mul', [sound, scaled]), 'time')
  const mix = { name: 'mix', type: types.float, dims: [1, 2, TINY_SEGMENT] }
  const time = { name: 'time', type: types.float, dims: [1, 4, 2, TINY_SEGMENT] }
  if (!withSpectrum) return modelBytes(graph, [mix], [time])
  const frames = spectrumFrames(TINY_SEGMENT)
  const spectrum = graph.op('Unsqueeze', ['mag', graph.ints(1)])
  const wide = graph.weights.values('wide', [1, 4, 1, 1, 1], shares)
  graph.name(graph.op('Mul', [spectrum, wide]), 'freq')
  return modelBytes(
    graph,
    [mix, { name: 'mag', type: types.float, dims: [1, 4, BINS, frames] }],
    [{ name: 'freq', type: types.float, dims: [1, 4, 4, BINS, frames] }, time],
  )
}
