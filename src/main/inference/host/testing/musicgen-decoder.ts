import proto, { type onnx } from 'onnx-proto'
import { attendFlat } from './flat-attention'
import {
  modelBytes,
  OnnxGraph,
  types,
  valueInfo,
  Weights,
  type Value,
  type WeightBits,
} from './onnx-graph'

export interface DecoderSize {
  readonly hidden: number
  readonly heads: number
  readonly layers: number
  readonly ffn: number
  /** Width of the text encoder. */
  readonly text: number
  /** Codes of a codebook; one more stands for none. */
  readonly codes: number
  readonly positions: number
  readonly bits: WeightBits
  /** Attention with batch and heads in one dimension. */
  readonly flat?: boolean
}

const BOOKS = 4
const LEAST = -3.4028234663852886e38

/**
 * The decoder of MusicGen (Copet et al. 2023) as `optimum` exports it for transformers.js: inputs and outputs by its names, with the
 * branch that begins and the one that goes on from its cache in one `If` over shared weights.
 */
export function mergedDecoder(size: DecoderSize): Uint8Array {
  const weights = new Weights(size.bits)
  const branch = (goesOn: boolean): onnx.IGraphProto => {
    const graph = new OnnxGraph(weights, goesOn ? 'on/' : 'first/')
    const outputs = decode(graph, size, goesOn)
    return {
      name: goesOn ? 'with_past' : 'without_past',
      node: graph.nodes,
      output: outputs.map(({ value, ...info }) => valueInfo({ ...info, name: value })),
    }
  }
  const graph = new OnnxGraph(weights)
  const names = outputsOf(size)
  graph.nodes.push({
    name: 'cache or not',
    opType: 'If',
    input: ['use_cache_branch'],
    output: names.map(({ name }) => name),
    attribute: [true, false].map(goesOn => ({
      name: goesOn ? 'then_branch' : 'else_branch',
      type: proto.onnx.AttributeProto.AttributeType.GRAPH,
      g: branch(goesOn),
    })),
  })
  const inputs = [
    ...inputsOf(size, true),
    { name: 'use_cache_branch', type: types.bool, dims: [1] },
  ]
  return modelBytes(graph, inputs, names)
}

/** The two branches as two models: `decoder_model` and `decoder_with_past_model`. */
export function splitDecoder(size: DecoderSize): { first: Uint8Array; on: Uint8Array } {
  const build = (goesOn: boolean) => {
    const graph = new OnnxGraph(new Weights(size.bits))
    const outputs = decode(graph, size, goesOn).filter(
      ({ name }) => !goesOn || !name.includes('encoder'),
    )
    for (const { name, value } of outputs) graph.name(value, name)
    const inputs = inputsOf(size, goesOn).filter(
      ({ name }) => !goesOn || name !== 'encoder_hidden_states',
    )
    return modelBytes(graph, inputs, outputs)
  }
  return { first: build(false), on: build(true) }
}

function inputsOf({ text, layers, heads, hidden }: DecoderSize, past: boolean): Value[] {
  const cache = (name: string, length: string): Value => ({
    name: `past_key_values.${name}`,
    type: types.float,
    dims: ['batch_size', heads, length, hidden / heads],
  })
  return [
    {
      name: 'encoder_attention_mask',
      type: types.int64,
      dims: ['batch_size', 'encoder_sequence_length'],
    },
    {
      name: 'input_ids',
      type: types.int64,
      dims: ['batch_size_x_num_codebooks', 'decoder_sequence_length'],
    },
    {
      name: 'encoder_hidden_states',
      type: types.float,
      dims: ['batch_size', 'encoder_sequence_length', text],
    },
    ...(past ? cachesOf(layers).map(name => cache(name, lengthOf(name))) : []),
  ]
}

function outputsOf({ layers, heads, hidden, codes }: DecoderSize): Value[] {
  return [
    {
      name: 'logits',
      type: types.float,
      dims: ['batch_size_x_num_codebooks', 'decoder_sequence_length', codes],
    },
    ...cachesOf(layers).map(name => ({
      name: `present.${name}`,
      type: types.float,
      dims: ['batch_size', heads, `${lengthOf(name)} + 1`, hidden / heads],
    })),
  ]
}

export const lengthOf = (name: string) =>
  name.includes('encoder') ? 'encoder_sequence_length_out' : 'past_decoder_sequence_length'

export function cachesOf(layers: number): string[] {
  const kinds = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value']
  return Array.from({ length: layers }, (_, i) => kinds.map(kind => `${i}.${kind}`)).flat()
}

function decode(
  graph: OnnxGraph,
  size: DecoderSize,
  goesOn: boolean,
): (Value & { readonly value: string })[] {
  const { hidden, heads, layers, ffn, codes } = size
  const past = goesOn ? graph.dim('past_key_values.0.decoder.key', 2) : graph.int(0)
  const seq = graph.dim('input_ids', 1)
  let x = embed(graph, size, past, seq)
  const crossMask = maskOf(graph)
  const causal = goesOn ? undefined : causalMask(graph, seq)
  const text = goesOn ? '' : project(graph, size)
  const found = new Map<string, string>()
  for (let layer = 0; layer < layers; layer++) {
    const at = `layers.${layer}`
    const own = graph.layerNorm(x, `${at}.self_attn_layer_norm`, hidden)
    let key = split(graph, graph.linear(own, `${at}.self_attn.k_proj`, hidden, hidden), heads)
    let value = split(graph, graph.linear(own, `${at}.self_attn.v_proj`, hidden, hidden), heads)
    if (goesOn) {
      key = graph.op('Concat', [`past_key_values.${layer}.decoder.key`, key], { axis: 2 })
      value = graph.op('Concat', [`past_key_values.${layer}.decoder.value`, value], { axis: 2 })
    }
    found.set(`${layer}.decoder.key`, key)
    found.set(`${layer}.decoder.value`, value)
    x = graph.op('Add', [x, attend(graph, size, `${at}.self_attn`, own, key, value, causal)])
    const cross = graph.layerNorm(x, `${at}.encoder_attn_layer_norm`, hidden)
    const name = `${at}.encoder_attn`
    const seen = (kind: 'key' | 'value') =>
      goesOn
        ? `past_key_values.${layer}.encoder.${kind}`
        : split(graph, graph.linear(text, `${name}.${kind.charAt(0)}_proj`, hidden, hidden), heads)
    const textKey = seen('key')
    const textValue = seen('value')
    found.set(`${layer}.encoder.key`, goesOn ? nothing(graph, size) : textKey)
    found.set(`${layer}.encoder.value`, goesOn ? nothing(graph, size) : textValue)
    x = graph.op('Add', [x, attend(graph, size, name, cross, textKey, textValue, crossMask)])
    const last = graph.layerNorm(x, `${at}.final_layer_norm`, hidden)
    const wide = graph.gelu(graph.linear(last, `${at}.fc1`, hidden, ffn))
    x = graph.op('Add', [x, graph.linear(wide, `${at}.fc2`, ffn, hidden)])
  }
  const out = graph.layerNorm(x, 'layer_norm', hidden)
  const books = Array.from({ length: BOOKS }, (_, book) =>
    graph.op('Unsqueeze', [graph.linear(out, `lm_heads.${book}`, hidden, codes, 3), graph.ints(1)]),
  )
  const stacked = graph.op('Concat', books, { axis: 1 })
  const shape = graph.op('Concat', [graph.ints(-1), flat(graph, seq), graph.ints(codes)], {
    axis: 0,
  })
  found.set('logits', graph.op('Reshape', [stacked, shape]))
  return outputsOf(size).map(info => ({
    ...info,
    value: found.get(info.name.replace('present.', '')) ?? '',
  }))
}

/** The sum of what each codebook's code means, and where it stands (sinusoids, as in "Attention is all you need"). */
function embed(graph: OnnxGraph, size: DecoderSize, past: string, seq: string): string {
  const { hidden, codes, positions } = size
  const shape = graph.op('Concat', [graph.ints(-1, BOOKS), flat(graph, seq)], { axis: 0 })
  const ids = graph.op('Reshape', ['input_ids', shape])
  const parts = Array.from({ length: BOOKS }, (_, book) => {
    const table = graph.weights.floats(`embed_tokens.${book}`, [codes + 1, hidden], 0.5)
    return graph.op('Gather', [table, graph.op('Gather', [ids, graph.int(book)], { axis: 1 })])
  })
  const sum = parts.reduce((left, right) => graph.op('Add', [left, right]))
  const table = graph.weights.values('positions', [positions, hidden], sinusoids(positions, hidden))
  const places = graph.op('Range', [past, graph.op('Add', [past, seq]), graph.int(1)])
  return graph.op('Add', [sum, graph.op('Gather', [table, places])])
}

function sinusoids(positions: number, hidden: number): Float32Array {
  const half = hidden / 2
  const table = new Float32Array(positions * hidden)
  for (let at = 0; at < positions; at++) {
    for (let i = 0; i < half; i++) {
      const angle = at * Math.exp((-i * Math.log(10_000)) / (half - 1))
      table[at * hidden + i] = Math.cos(angle)
      table[at * hidden + half + i] = Math.sin(angle)
    }
  }
  return table
}

/** The text's states at the decoder's width; those that are masked are zero. */
function project(graph: OnnxGraph, { text, hidden }: DecoderSize): string {
  const bias = graph.weights.floats('enc_to_dec_proj.bias', [hidden], 0.1)
  const wide = graph.linear('encoder_hidden_states', 'enc_to_dec_proj', text, hidden)
  const mask = graph.op('Cast', ['encoder_attention_mask'], { to: types.float })
  const there = graph.op('Unsqueeze', [mask, graph.ints(-1)])
  return graph.op('Mul', [graph.op('Add', [wide, bias]), there])
}

function maskOf(graph: OnnxGraph): string {
  const mask = graph.op('Cast', ['encoder_attention_mask'], { to: types.float })
  const away = graph.op('Mul', [graph.op('Sub', [graph.float(1), mask]), graph.float(LEAST)])
  return graph.op('Unsqueeze', [away, graph.ints(1, 2)])
}

export function causalMask(graph: OnnxGraph, seq: string): string {
  const places = graph.op('Range', [graph.int(0), seq, graph.int(1)])
  const later = graph.op('Less', [
    graph.op('Unsqueeze', [places, graph.ints(1)]),
    graph.op('Unsqueeze', [places, graph.ints(0)]),
  ])
  return graph.op('Where', [later, graph.float(LEAST), graph.float(0)])
}

export function attend(
  graph: OnnxGraph,
  { hidden, heads, flat: isFlat }: Pick<DecoderSize, 'hidden' | 'heads' | 'flat'>,
  name: string,
  x: string,
  key: string,
  value: string,
  mask: string | undefined,
): string {
  const scale = graph.float((hidden / heads) ** -0.5)
  const asked = graph.op('Mul', [graph.linear(x, `${name}.q_proj`, hidden, hidden), scale])
  const parts = [split(graph, asked, heads), key, value] as const
  const seen = isFlat
    ? attendFlat(graph, { heads, width: hidden / heads }, parts, mask)
    : attendApart(graph, parts, mask)
  const joined = graph.reshape(graph.transpose(seen, 0, 2, 1, 3), 0, 0, hidden)
  return graph.linear(joined, `${name}.out_proj`, hidden, hidden)
}

function attendApart(
  graph: OnnxGraph,
  [asked, key, value]: readonly [string, string, string],
  mask: string | undefined,
): string {
  const scores = graph.op('MatMul', [asked, graph.transpose(key, 0, 1, 3, 2)])
  const masked = mask === undefined ? scores : graph.op('Add', [scores, mask])
  return graph.op('MatMul', [graph.op('Softmax', [masked], { axis: -1 }), value])
}

/** [batch, length, hidden] as [batch, heads, length, hidden / heads]. */
export function split(graph: OnnxGraph, x: string, heads: number): string {
  return graph.transpose(graph.reshape(x, 0, 0, heads, -1), 0, 2, 1, 3)
}

/** What the branch that goes on hands out for the text's keys and values: they stay as they are. */
export function nothing(
  graph: OnnxGraph,
  { heads, hidden }: Pick<DecoderSize, 'hidden' | 'heads'>,
): string {
  const value = { dataType: types.float, dims: [0, heads, 1, hidden / heads] }
  return graph.op('Constant', [], { value })
}

function flat(graph: OnnxGraph, scalar: string): string {
  return graph.op('Unsqueeze', [scalar, graph.ints(0)])
}
