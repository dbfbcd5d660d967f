import { modelBytes, OnnxGraph, types, Weights } from './onnx-graph'

const SIZE = 512
const WIDTH = 32

/**
 * Both towers of a CLAP by the names that transformers.js knows: features of 1001 × 64 go through a convolution, words through an
 * embedding, each then through the projection of two layers with a ReLU between.
 */
export function tinyAudioTower(): Uint8Array {
  const graph = new OnnxGraph(new Weights())
  const kernel = graph.weights.floats('patch', [WIDTH, 1, 16, 16], 0.01)
  const patches = graph.op('Conv', ['input_features', kernel], {
    kernel_shape: [16, 16],
    strides: [16, 16],
  })
  const heard = graph.op('Tanh', [patches])
  const mean = graph.op('ReduceMean', [heard], { axes: [2, 3], keepdims: 0 })
  project(graph, mean, 'audio')
  return modelBytes(
    graph,
    [{ name: 'input_features', type: types.float, dims: ['batch_size', 1, 'height', 'width'] }],
    [{ name: 'audio_embeds', type: types.float, dims: ['batch_size', SIZE] }],
  )
}

export function tinyTextTower(): Uint8Array {
  const graph = new OnnxGraph(new Weights())
  const table = graph.weights.floats('words', [vocabulary.length, WIDTH], 1)
  const words = graph.op('Gather', [table, 'input_ids'])
  const seen = graph.op('Cast', ['attention_mask'], { to: types.float })
  const kept = graph.op('Mul', [words, graph.op('Unsqueeze', [seen, graph.ints(2)])])
  const mean = graph.op('ReduceMean', [kept], { axes: [1], keepdims: 0 })
  project(graph, mean, 'text')
  const dims = ['batch_size', 'sequence_length']
  return modelBytes(
    graph,
    [
      { name: 'input_ids', type: types.int64, dims },
      { name: 'attention_mask', type: types.int64, dims },
    ],
    [{ name: 'text_embeds', type: types.float, dims: ['batch_size', SIZE] }],
  )
}

function project(graph: OnnxGraph, value: string, name: string): void {
  const wide = graph.op('Relu', [graph.linear(value, `${name}.linear1`, WIDTH, SIZE)])
  graph.name(graph.linear(wide, `${name}.linear2`, SIZE, SIZE), `${name}_embeds`)
}

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
const vocabulary = ['<s>', '<pad>', '</s>', '<unk>', ...letters, 'Ġ', 'ar', 'Ġh', 'Ġhar', 'in']

/** As tokenizer.json writes what it has not. */
const none: unknown = JSON.parse('null')

/** Byte-pair encoding as RoBERTa has it, with a handful of words. */
export const tinyTokenizer = {
  version: '1.0',
  truncation: none,
  padding: none,
  normalizer: none,
  added_tokens: ['<s>', '<pad>', '</s>', '<unk>'].map((content, id) => ({
    ...{ id, content, single_word: false, lstrip: false, rstrip: false },
    ...{ normalized: true, special: true },
  })),
  pre_tokenizer: {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true,
  },
  post_processor: {
    type: 'RobertaProcessing',
    sep: ['</s>', 2],
    cls: ['<s>', 0],
    trim_offsets: true,
    add_prefix_space: false,
  },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: none,
    unk_token: none,
    continuing_subword_prefix: '',
    end_of_word_suffix: '',
    fuse_unk: false,
    byte_fallback: false,
    vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    merges: ['a r', 'Ġ h', 'Ġh ar', 'i n'],
  },
}

export const tinyTokenizerConfig = {
  tokenizer_class: 'RobertaTokenizer',
  bos_token: '<s>',
  eos_token: '</s>',
  unk_token: '<unk>',
  sep_token: '</s>',
  cls_token: '<s>',
  pad_token: '<pad>',
  model_max_length: 512,
}

/** A sound that anybody can make again: two tones that beat, and a ramp of noise. */
export function clapSound(samples: number): Float32Array {
  let seed = 7
  const noise = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
  return Float32Array.from({ length: samples }, (_, at) => {
    const time = at / 48_000
    const tones = Math.sin(2 * Math.PI * 440 * time) + Math.sin(2 * Math.PI * 3010 * time) / 2
    return 0.3 * tones + (0.2 * noise() * at) / samples
  })
}
