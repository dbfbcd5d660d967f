import type { onnx } from 'onnx-proto'
import type { ModelGraph, Node } from './model-graph'

/** A matrix in 8 bits, as `quantize_dynamic` of onnxruntime writes it: a product in whole numbers, made real by two scales. */
interface Linear {
  readonly product: Node
  /** The last of its nodes, whose output it is. */
  readonly end: Node
  readonly weight: onnx.ITensorProto
  readonly zero: onnx.ITensorProto
  readonly step: onnx.ITensorProto
  readonly rows: number
  readonly columns: number
}

const FLOAT = 1

/**
 * Matrices in 8 bits that the same value goes through become one, whose answer is split: queries, keys and values, and the heads
 * of the four codebooks. The numbers are the same: each column keeps its scale and zero point. Returns how many matrices went.
 */
export function mergeLinear(graph: ModelGraph): number {
  let merged = 0
  const quantizers = [...graph.nodes].filter(({ opType }) => opType === 'DynamicQuantizeLinear')
  for (const quantizer of quantizers) {
    const all = graph
      .takers(quantizer.output?.[0])
      .flatMap(node => linearAt(graph, node, quantizer) ?? [])
    for (const group of Object.values(Object.groupBy(all, ({ weight }) => weight.dataType ?? 0))) {
      if (group === undefined || group.length < 2) continue
      if (group.some(({ rows }) => rows !== group[0]?.rows)) continue
      merge(graph, quantizer, group)
      merged += group.length - 1
    }
  }
  return merged
}

function linearAt(graph: ModelGraph, product: Node, quantizer: Node): Linear | undefined {
  const { input = [], output } = product
  const isProduct = product.opType === 'MatMulInteger' && input?.[0] === quantizer.output?.[0]
  if (!isProduct || input?.[2] !== quantizer.output?.[2]) return undefined
  const weight = graph.constant(input?.[1])
  const zero = graph.constant(input?.[3])
  const [rows = 0, columns = 0, more] = (weight?.dims ?? []).map(Number)
  const cast = only(graph.takers(output?.[0]), 'Cast')
  const end = only(graph.takers(cast?.output?.[0]), 'Mul')
  const scaled = end?.input?.find(name => name !== cast?.output?.[0])
  const scales = graph.maker(scaled)
  if (!weight || !zero || !end || scales?.opType !== 'Mul' || more !== undefined) return undefined
  const step = scales.input?.map(name => graph.constant(name)).find(tensor => tensor !== undefined)
  const isOfInput = scales.input?.includes(quantizer.output?.[1] ?? '')
  if (isOfInput !== true || step?.dataType !== FLOAT) return undefined
  const bytes = weight.rawData?.length === rows * columns && zero.dataType === weight.dataType
  const fits = [zero, step].every(tensor => [1, columns].includes(sizeOf(tensor)))
  if (!bytes || !fits || rawOf(zero) === undefined || floatsOf(step) === undefined) return undefined
  if (graph.outputs.includes(output?.[0] ?? '')) return undefined
  return { product, end, weight, zero, step, rows, columns }
}

function merge(graph: ModelGraph, quantizer: Node, all: readonly Linear[]): void {
  const [q = '', scale = '', zero = ''] = quantizer.output ?? []
  const columns = all.reduce((sum, linear) => sum + linear.columns, 0)
  const rows = all[0]?.rows ?? 0
  const dataType = all[0]?.weight.dataType ?? 0
  const weight = graph.addWeight({
    dataType,
    dims: [rows, columns],
    rawData: beside(all, rows, columns),
  })
  const zeros = all.flatMap(linear => spread([...(rawOf(linear.zero) ?? [])], linear.columns))
  const steps = all.flatMap(linear => spread(floatsOf(linear.step) ?? [], linear.columns))
  const [zeroDims, zeroData] = oneOrAll(zeros)
  const [stepDims, stepData] = oneOrAll(steps)
  const rawData = Uint8Array.from(zeroData)
  const zeroPoint = graph.addWeight({ dataType, dims: zeroDims, rawData })
  const step = graph.addWeight({
    dataType: FLOAT,
    dims: stepDims,
    rawData: new Uint8Array(Float32Array.from(stepData).buffer),
  })
  const [real = ''] = graph.add('MatMulIntegerToFloat', [q, weight, scale, step, zero, zeroPoint], {
    domain: 'com.microsoft',
  })
  const names = all.map(({ end }) => end.output?.[0] ?? '')
  for (const { end, product } of all) {
    graph.remove(end)
    graph.remove(product)
  }
  const parts = graph.ints(...all.map(linear => linear.columns))
  graph.add('Split', [real, parts], { axis: -1 }, names)
}

/** The matrices side by side, row by row. */
function beside(all: readonly Linear[], rows: number, columns: number): Uint8Array {
  const whole = new Uint8Array(rows * columns)
  let left = 0
  for (const { weight, columns: width } of all) {
    const raw = rawOf(weight) ?? new Uint8Array()
    for (let row = 0; row < rows; row++) {
      whole.set(raw.subarray(row * width, (row + 1) * width), row * columns + left)
    }
    left += width
  }
  return whole
}

/** One for all columns, where they are the same. */
function oneOrAll(values: readonly number[]): readonly [number[], readonly number[]] {
  const isOne = values.every(value => value === values[0])
  return isOne ? [[], values.slice(0, 1)] : [[values.length], values]
}

function spread(values: readonly number[], columns: number): readonly number[] {
  return values.length === columns ? values : Array.from({ length: columns }, () => values[0] ?? 0)
}

function only(nodes: readonly Node[], opType: string): Node | undefined {
  const [node] = nodes
  return nodes.length === 1 && node?.opType === opType ? node : undefined
}

function sizeOf({ dims }: onnx.ITensorProto): number {
  return (dims ?? []).reduce<number>((size, dim) => size * Number(dim), 1)
}

/** The bytes of a tensor of bytes; a few are also written as a list. */
function rawOf({ rawData, int32Data }: onnx.ITensorProto): Uint8Array | undefined {
  if (rawData && rawData.length > 0) return rawData
  return int32Data && int32Data.length > 0 ? Uint8Array.from(int32Data) : undefined
}

function floatsOf({ rawData, floatData }: onnx.ITensorProto): number[] | undefined {
  if (!rawData || rawData.length === 0) {
    return floatData && floatData.length > 0 ? floatData : undefined
  }
  const { buffer } = Uint8Array.from(rawData)
  return [...new Float32Array(buffer)]
}
