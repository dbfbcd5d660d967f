import type { OnnxGraph } from './onnx-graph'

/**
 * Attention as torch’s exporter writes down older versions of the model: batch and heads are one dimension, lengths are asked for, and
 * the mask is added in four dimensions in between.
 */
export function attendFlat(
  graph: OnnxGraph,
  { heads, width }: { readonly heads: number; readonly width: number },
  [asked, key, value]: readonly [string, string, string],
  mask: string | undefined,
): string {
  const vector = (...parts: string[]) =>
    graph.op(
      'Concat',
      parts.map(part => graph.op('Unsqueeze', [part, graph.ints(0)])),
      { axis: 0 },
    )
  const batch = graph.dim(key, 0)
  const rows = graph.op('Mul', [batch, graph.int(heads)])
  const flat = (x: string) =>
    graph.op('Reshape', [x, vector(rows, graph.int(-1), graph.int(width))])
  const [q, k, v] = [flat(asked), flat(key), flat(value)]
  const length = graph.dim(q, 1)
  const heard = graph.dim(k, 1)
  let scores = graph.op('MatMul', [q, graph.transpose(k, 0, 2, 1)])
  if (mask !== undefined) {
    const four = vector(batch, graph.int(heads), length, heard)
    const masked = graph.op('Add', [graph.op('Reshape', [scores, four]), mask])
    scores = graph.op('Reshape', [masked, vector(rows, length, heard)])
  }
  const seen = graph.op('MatMul', [graph.op('Softmax', [scores], { axis: -1 }), v])
  return graph.op('Reshape', [seen, vector(batch, graph.int(heads), length, graph.int(width))])
}
