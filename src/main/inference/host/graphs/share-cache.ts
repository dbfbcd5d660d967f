import type { ModelGraph, Node } from './model-graph'

/** Where the graph is told how much of the cache there is. */
export const cacheInputs = {
  /** Shape of what there is before and after the step: int64. */
  before: 'wireharp/cache before',
  after: 'wireharp/cache after',
  /** Added to the scores: by columns of the memory, by new columns. */
  mask: 'wireharp/mask',
  causal: 'wireharp/causal',
  /** How many of the one and of the other there are: int64. */
  parts: 'wireharp/parts',
} as const

const INT64 = 7
const FLOAT = 1
/** Others than these could be masks of somebody’s, which are not kept. */
const known =
  /^(input_ids|encoder_\w+|use_cache_branch|past_key_values\.\d+\.(en|de)coder\.(key|value))$/

interface Attention {
  readonly layer: number
  readonly asked: string
  /** What the scores are scaled by after they are made: names of constants. */
  readonly scales: readonly string[]
  /** The new columns. */
  readonly key: string
  readonly value: string
  /** Takes what was seen as [batch, heads, length, width]. */
  readonly seen: Node
}

/**
 * A decoder writes its cache anew each step, one column longer, and hands it out: half of what a step reads and writes is that. Here
 * each layer looks at the memory of the cache and at its new columns apart, and hands out the new ones alone (under the
 * name that all had): whoever runs it puts them behind the others. False where any layer is of another form.
 */
export function shareCache(graph: ModelGraph, layers: number): boolean {
  if (graph.inputs.some(name => !known.test(name))) return false
  const all = Array.from({ length: layers }, (_, layer) => attentionOf(graph, layer))
  if (!all.every(attention => attention !== undefined)) return false
  graph.addInput(cacheInputs.before, INT64, [4])
  graph.addInput(cacheInputs.after, INT64, [4])
  graph.addInput(cacheInputs.mask, FLOAT, [1, 1, 1, 'room'])
  graph.addInput(cacheInputs.causal, FLOAT, [1, 1, 'new', 'new'])
  graph.addInput(cacheInputs.parts, INT64, [2])
  for (const attention of all) lookApart(graph, attention)
  graph.keep(name => name === 'logits' || /^present\.\d+\.decoder\./.test(name))
  // Whoever else takes what was before would take what is not filled yet for columns.
  const pasts = graph.inputs.filter(name => name.includes('.decoder.'))
  return pasts.every(name => graph.takers(name).length === 1)
}

function lookApart(graph: ModelGraph, { layer, asked, scales, key, value, seen }: Attention): void {
  const make = (type: string, input: readonly string[], more = {}) =>
    graph.add(type, input, more)[0] ?? ''
  const turned = make('Transpose', [asked], { perm: [0, 2, 1, 3] })
  const query = scales.reduce((by, scale) => make('Mul', [by, scale]), turned)
  const times = { domain: 'com.microsoft', transB: 1 }
  const past = ['key', 'value'].map(kind => `past_key_values.${layer}.decoder.${kind}`)
  const [pastKey = '', pastValue = ''] = past
  const scores = make(
    'Concat',
    [
      make('Add', [make('FusedMatMul', [query, pastKey], times), cacheInputs.mask]),
      make('Add', [make('FusedMatMul', [query, key], times), cacheInputs.causal]),
    ],
    { axis: -1 },
  )
  const [before = '', fresh = ''] = graph.add(
    'Split',
    [make('Softmax', [scores], { axis: -1 }), cacheInputs.parts],
    { axis: -1, outputs: 2 },
  )
  const both = [make('MatMul', [before, pastValue]), make('MatMul', [fresh, value])]
  graph.replace(seen.input?.[0] ?? '', make('Add', both))
  for (const [kind, columns] of [
    ['key', key],
    ['value', value],
  ] as const) {
    const name = `present.${layer}.decoder.${kind}`
    const old = graph.maker(name)
    if (old !== undefined) graph.remove(old)
    graph.add('Identity', [columns], {}, [name])
  }
}

function attentionOf(graph: ModelGraph, layer: number): Attention | undefined {
  const keys = grown(graph, `past_key_values.${layer}.decoder.key`)
  const values = grown(graph, `past_key_values.${layer}.decoder.value`)
  if (!keys?.way.turned || values?.way.turned !== false) return undefined
  const scales = scalesOf(graph, keys.way.product, values.way.product)
  const seen = turnAfter(graph, values.way.product.output?.[0])
  const asked = beforeTurn(graph, keys.way.product.input?.[0])
  if (!scales || !seen || asked === undefined) return undefined
  for (const { shapes } of [keys, values]) {
    if ([...shapes.before, ...shapes.after].some(node => (node.attribute ?? []).length > 0)) {
      return undefined
    }
    for (const node of shapes.before) graph.replace(node.output?.[0] ?? '', cacheInputs.before)
    for (const node of shapes.after) graph.replace(node.output?.[0] ?? '', cacheInputs.after)
  }
  return { layer, asked, scales, key: keys.fresh, value: values.fresh, seen }
}

/** By what scores are multiplied on their way through one softmax to what weighs the values. A mask on the way is that of what comes later. */
function scalesOf(graph: ModelGraph, from: Node, to: Node): readonly string[] | undefined {
  const scales: string[] = []
  let softmaxes = 0
  let at = from.output?.[0]
  for (let steps = 0; steps < 8; steps++) {
    const [next, more] = graph.takers(at).filter(({ opType }) => opType !== 'Shape')
    if (next === undefined || more !== undefined) return undefined
    if (next === to) return softmaxes === 1 && to.input?.[0] === at ? scales : undefined
    if (next.opType === 'Softmax') softmaxes += 1
    else if (next.opType === 'Mul' && softmaxes === 0) {
      const by = next.input?.find(name => name !== at)
      if (by === undefined || graph.constant(by)?.dataType !== FLOAT) return undefined
      scales.push(by)
    } else if (next.opType !== 'Reshape' && !(next.opType === 'Add' && softmaxes === 0)) {
      return undefined
    }
    at = next.output?.[0]
  }
  return undefined
}

interface Way {
  readonly product: Node
  /** What it goes into the product as. */
  readonly value: string
  /** Whether its last two dimensions are turned about on the way. */
  readonly turned: boolean
}

/** What is put behind the columns that there are, who asks how many they are, and what all of them are multiplied with. */
function grown(graph: ModelGraph, past: string) {
  const takers = graph.takers(past)
  const [joint, ...others] = takers.filter(({ opType }) => opType !== 'Shape')
  const isFloat = graph.input(past)?.type?.tensorType?.elemType === FLOAT
  if (joint?.opType !== 'Concat' || others.length > 0 || !isFloat) return undefined
  const [first, fresh = '', more] = joint.input ?? []
  const axis = Number(joint.attribute?.find(({ name }) => name === 'axis')?.i)
  if (first !== past || more !== undefined || ![2, -2].includes(axis)) return undefined
  const whole = joint.output?.[0] ?? ''
  const ways: Way[] = []
  const open = [{ value: whole, turned: false }]
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    for (const node of graph.takers(way.value)) {
      const value = node.output?.[0] ?? ''
      if (node.opType === 'Shape') continue
      if (node.opType === 'MatMul') ways.push({ product: node, ...way })
      else if (node.opType === 'Reshape') open.push({ ...way, value })
      else if (turns(node, 'last')) open.push({ value, turned: !way.turned })
      else if (!graph.outputs.includes(value)) return undefined
    }
  }
  const [way, ...otherWays] = ways
  if (!way || otherWays.length > 0 || way.product.input?.[1] !== way.value) return undefined
  const shapes = (value: string) => graph.takers(value).filter(({ opType }) => opType === 'Shape')
  return { fresh, way, shapes: { before: shapes(past), after: shapes(whole) } }
}

/** Whether a node turns its last two dimensions about, or the middle two of four. */
function turns({ opType, attribute }: Node, which: 'last' | 'middle'): boolean {
  if (opType !== 'Transpose') return false
  const perm = (attribute?.find(({ name }) => name === 'perm')?.ints ?? []).map(Number)
  const wanted = which === 'last' ? ['0,2,1', '0,1,3,2'] : ['0,2,1,3']
  return wanted.includes(perm.join())
}

/** [batch, heads, length, width] as it was before its heads were brought to the front. */
function beforeTurn(graph: ModelGraph, value: string | undefined): string | undefined {
  const node = graph.maker(value)
  if (node?.opType === 'Reshape') return beforeTurn(graph, node.input?.[0])
  return node !== undefined && turns(node, 'middle') ? node.input?.[0] : undefined
}

/** The node that brings the heads of what was seen behind the length again. */
function turnAfter(graph: ModelGraph, value: string | undefined): Node | undefined {
  const [node, more] = graph.takers(value)
  if (node === undefined || more !== undefined) return undefined
  if (node.opType === 'Reshape') return turnAfter(graph, node.output?.[0])
  return turns(node, 'middle') ? node : undefined
}
