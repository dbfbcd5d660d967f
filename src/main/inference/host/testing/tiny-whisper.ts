import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import proto, { type onnx } from 'onnx-proto'
import {
  attend,
  cachesOf,
  causalMask,
  lengthOf,
  nothing,
  split,
  type DecoderSize,
} from './musicgen-decoder'
import { modelBytes, OnnxGraph, types, valueInfo, Weights, type Value } from './onnx-graph'
import { tinyTokenizer } from './tiny-clap'
import type { WrittenModel } from './tiny-musicgen'

export type WhisperSize = Pick<DecoderSize, 'hidden' | 'heads' | 'layers' | 'ffn'> & {
  readonly vocabulary: number
  readonly bands: number
}

/** Words, then what rules the words, then the times, as the vocabulary of every Whisper is ordered. */
const words = 36
const special = [
  '<|endoftext|>',
  '<|startoftranscript|>',
  '<|en|>',
  '<|de|>',
  '<|fr|>',
  '<|translate|>',
  '<|transcribe|>',
  '<|startoflm|>',
  '<|startofprev|>',
  '<|nospeech|>',
  '<|notimestamps|>',
]
const idOf = (name: string) => words + special.indexOf(name)
const firstTime = words + special.length
export const tinyWhisper: WhisperSize = {
  ...{ hidden: 32, heads: 4, layers: 2, ffn: 64, bands: 80 },
  vocabulary: firstTime + 1501,
}

/** The size of Whisper base; its weights are random. */
export const realWhisper: WhisperSize = {
  ...{ hidden: 512, heads: 8, layers: 6, ffn: 2048, bands: 80, vocabulary: 51_865 },
}

const POSITIONS = 448
const HEARD = 1500

/** Writes a Whisper of its true architecture, names and files (Radford et al. 2022, as `optimum` exports it); its weights are random. */
export function writeWhisper(
  folder: string,
  { size = tinyWhisper, onnx: within = '' }: { size?: WhisperSize; onnx?: string } = {},
): WrittenModel {
  mkdirSync(join(folder, within), { recursive: true })
  const files: [string, Uint8Array | string][] = [
    ['config.json', JSON.stringify(configOf(size))],
    ['generation_config.json', JSON.stringify(generationConfig)],
    ['preprocessor_config.json', JSON.stringify(preprocessorConfig(size))],
    ['tokenizer.json', JSON.stringify(tokenizer())],
    ['tokenizer_config.json', JSON.stringify(tokenizerConfig)],
    [join(within, 'encoder_model.onnx'), encoder(size)],
    [join(within, 'decoder_model_merged.onnx'), decoder(size)],
  ]
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes)
  return { folder, files: files.map(([name]) => name) }
}

const generationConfig = {
  decoder_start_token_id: idOf('<|startoftranscript|>'),
  bos_token_id: idOf('<|endoftext|>'),
  pad_token_id: idOf('<|endoftext|>'),
  eos_token_id: idOf('<|endoftext|>'),
  no_timestamps_token_id: idOf('<|notimestamps|>'),
  is_multilingual: true,
  lang_to_id: Object.fromEntries(['<|en|>', '<|de|>', '<|fr|>'].map(name => [name, idOf(name)])),
  task_to_id: { transcribe: idOf('<|transcribe|>'), translate: idOf('<|translate|>') },
  suppress_tokens: [1, 5, ...[1, 5, 6, 7, 8, 9].map(at => words + at)],
  begin_suppress_tokens: [30, idOf('<|endoftext|>')],
  max_length: POSITIONS,
  return_timestamps: false,
}

function configOf({ hidden, heads, layers, ffn, vocabulary, bands }: WhisperSize) {
  return {
    architectures: ['WhisperForConditionalGeneration'],
    model_type: 'whisper',
    is_encoder_decoder: true,
    d_model: hidden,
    encoder_layers: layers,
    encoder_attention_heads: heads,
    encoder_ffn_dim: ffn,
    decoder_layers: layers,
    decoder_attention_heads: heads,
    decoder_ffn_dim: ffn,
    num_mel_bins: bands,
    vocab_size: vocabulary,
    max_source_positions: HEARD,
    max_target_positions: POSITIONS,
    decoder_start_token_id: idOf('<|startoftranscript|>'),
    eos_token_id: idOf('<|endoftext|>'),
    pad_token_id: idOf('<|endoftext|>'),
  }
}

const preprocessorConfig = ({ bands }: WhisperSize) => ({
  feature_extractor_type: 'WhisperFeatureExtractor',
  processor_class: 'WhisperProcessor',
  feature_size: bands,
  sampling_rate: 16_000,
  chunk_length: 30,
  hop_length: 160,
  n_fft: 400,
  n_samples: 480_000,
  nb_max_frames: 3000,
  padding_side: 'right',
  padding_value: 0,
})

const tokenizerConfig = {
  tokenizer_class: 'WhisperTokenizer',
  bos_token: '<|endoftext|>',
  eos_token: '<|endoftext|>',
  unk_token: '<|endoftext|>',
  model_max_length: 1024,
}

/** Byte pairs of a few words; what rules them is added. */
function tokenizer() {
  const plain = 'abcdefghijklmnopqrstuvwxyz'.split('')
  const vocab = [...plain, 'Ġ', 'ar', 'Ġh', 'Ġhar', 'in', '.', ',', 'Ġa', 'Ġi', "'"]
  return {
    ...tinyTokenizer,
    added_tokens: special.map((content, at) => ({
      ...{ id: words + at, content, single_word: false, lstrip: false, rstrip: false },
      ...{ normalized: false, special: true },
    })),
    post_processor: {
      ...{ type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
    },
    model: {
      ...tinyTokenizer.model,
      vocab: Object.fromEntries(vocab.map((word, id) => [word, id])),
      merges: ['a r', 'Ġ h', 'Ġh ar', 'i n', 'Ġ a', 'Ġ i'],
    },
  }
}

function encoder(size: WhisperSize): Uint8Array {
  const { hidden, ffn, layers, bands } = size
  const weights = new Weights()
  const graph = new OnnxGraph(weights)
  const conv = (x: string, name: string, from: number, stride: number) => {
    const kernel = weights.floats(`${name}.weight`, [hidden, from, 3], 1 / Math.sqrt(from * 3))
    const bias = weights.floats(`${name}.bias`, [hidden], 0.1)
    return graph.gelu(
      graph.op('Conv', [x, kernel, bias], { kernel_shape: [3], pads: [1, 1], strides: [stride] }),
    )
  }
  const heard = conv(conv('input_features', 'conv1', bands, 1), 'conv2', hidden, 2)
  const places = weights.floats('embed_positions', [HEARD, hidden], 0.2)
  let x = graph.op('Add', [graph.transpose(heard, 0, 2, 1), places])
  for (let layer = 0; layer < layers; layer++) {
    const at = `layers.${layer}`
    x = graph.op('Add', [x, selfAttention(graph, size, at, x).seen])
    x = graph.op('Add', [x, feedForward(graph, at, x, hidden, ffn)])
  }
  graph.name(graph.layerNorm(x, 'layer_norm', hidden), 'last_hidden_state')
  return modelBytes(
    graph,
    [{ name: 'input_features', type: types.float, dims: ['batch_size', bands, 'frames'] }],
    [{ name: 'last_hidden_state', type: types.float, dims: ['batch_size', HEARD, hidden] }],
  )
}

function decoder(size: WhisperSize): Uint8Array {
  const { hidden, heads, layers, vocabulary } = size
  const weights = new Weights()
  const cache = (name: string, side: string): Value => ({
    ...{ name: `${side}.${name}`, type: types.float },
    dims: ['batch_size', heads, lengthOf(name), hidden / heads],
  })
  const made: Value[] = [
    { name: 'logits', type: types.float, dims: ['batch_size', 'length', vocabulary] },
    ...cachesOf(layers).map(name => cache(name, 'present')),
  ]
  const branch = (goesOn: boolean): onnx.IGraphProto => {
    const graph = new OnnxGraph(weights, goesOn ? 'on/' : 'first/')
    const found = decode(graph, size, goesOn)
    const output = made.map(value =>
      valueInfo({ ...value, name: found.get(value.name.replace('present.', '')) ?? '' }),
    )
    return { name: goesOn ? 'with_past' : 'without_past', node: graph.nodes, output }
  }
  const graph = new OnnxGraph(weights)
  graph.nodes.push({
    name: 'cache or not',
    opType: 'If',
    input: ['use_cache_branch'],
    output: made.map(({ name }) => name),
    attribute: [true, false].map(goesOn => ({
      name: goesOn ? 'then_branch' : 'else_branch',
      type: proto.onnx.AttributeProto.AttributeType.GRAPH,
      g: branch(goesOn),
    })),
  })
  const states = ['batch_size', 'encoder_sequence_length', hidden]
  return modelBytes(
    graph,
    [
      { name: 'input_ids', type: types.int64, dims: ['batch_size', 'length'] },
      { name: 'encoder_hidden_states', type: types.float, dims: states },
      ...cachesOf(layers).map(name => cache(name, 'past_key_values')),
      { name: 'use_cache_branch', type: types.bool, dims: [1] },
    ],
    made,
  )
}

function decode(graph: OnnxGraph, size: WhisperSize, goesOn: boolean): Map<string, string> {
  const { hidden, heads, layers, ffn, vocabulary } = size
  const past = goesOn ? graph.dim('past_key_values.0.decoder.key', 2) : graph.int(0)
  const seq = graph.dim('input_ids', 1)
  const table = graph.weights.floats('embed_tokens', [vocabulary, hidden], 1)
  const places = graph.weights.floats('positions', [POSITIONS, hidden], 0.7)
  const range = graph.op('Range', [past, graph.op('Add', [past, seq]), graph.int(1)])
  let x = graph.op('Add', [
    graph.op('Gather', [table, 'input_ids']),
    graph.op('Gather', [places, range]),
  ])
  const mask = goesOn ? undefined : causalMask(graph, seq)
  const found = new Map<string, string>()
  for (let layer = 0; layer < layers; layer++) {
    const at = `decoder.${layer}`
    const before = goesOn ? `past_key_values.${layer}.decoder` : undefined
    const own = selfAttention(graph, size, at, x, mask, before)
    found.set(`${layer}.decoder.key`, own.key)
    found.set(`${layer}.decoder.value`, own.value)
    x = graph.op('Add', [x, own.seen])
    const name = `${at}.encoder_attn`
    const cross = graph.layerNorm(x, `${name}_layer_norm`, hidden)
    const heard = (kind: 'key' | 'value') =>
      goesOn
        ? `past_key_values.${layer}.encoder.${kind}`
        : split(
            graph,
            graph.linear('encoder_hidden_states', `${name}.${kind}`, hidden, hidden),
            heads,
          )
    const [key, value] = [heard('key'), heard('value')]
    found.set(`${layer}.encoder.key`, goesOn ? nothing(graph, size) : key)
    found.set(`${layer}.encoder.value`, goesOn ? nothing(graph, size) : value)
    x = graph.op('Add', [x, attend(graph, size, name, cross, key, value, undefined)])
    x = graph.op('Add', [x, feedForward(graph, at, x, hidden, ffn)])
  }
  const out = graph.layerNorm(x, 'decoder.layer_norm', hidden)
  // Whisper's is the table of its tokens turned about; random ones would say the same word for ever.
  found.set('logits', graph.linear(out, 'proj_out', hidden, vocabulary, 3))
  return found
}

function selfAttention(
  graph: OnnxGraph,
  size: WhisperSize,
  at: string,
  x: string,
  mask?: string,
  before?: string,
): { readonly seen: string; readonly key: string; readonly value: string } {
  const { hidden, heads } = size
  const own = graph.layerNorm(x, `${at}.self_attn_layer_norm`, hidden)
  const part = (kind: 'key' | 'value') => {
    const now = split(graph, graph.linear(own, `${at}.self_attn.${kind}`, hidden, hidden), heads)
    return before === undefined ? now : graph.op('Concat', [`${before}.${kind}`, now], { axis: 2 })
  }
  const [key, value] = [part('key'), part('value')]
  return { key, value, seen: attend(graph, size, `${at}.self_attn`, own, key, value, mask) }
}

function feedForward(graph: OnnxGraph, at: string, x: string, hidden: number, ffn: number): string {
  const last = graph.layerNorm(x, `${at}.final_layer_norm`, hidden)
  const wide = graph.gelu(graph.linear(last, `${at}.fc1`, hidden, ffn))
  return graph.linear(wide, `${at}.fc2`, ffn, hidden)
}
