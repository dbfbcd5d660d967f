import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mergedDecoder, splitDecoder, type DecoderSize } from './musicgen-decoder'
import { encodecDecoder, textEncoder } from './musicgen-parts'

export const tinySize: DecoderSize = {
  hidden: 32,
  heads: 4,
  layers: 2,
  ffn: 64,
  text: 16,
  codes: 2048,
  positions: 2048,
  bits: 32,
}

/** The size of MusicGen small; its weights are random. */
export const real: DecoderSize = {
  hidden: 1024,
  heads: 16,
  layers: 24,
  ffn: 4096,
  text: 768,
  codes: 2048,
  positions: 2048,
  bits: 8,
}

export interface WrittenModel {
  readonly folder: string
  readonly files: readonly string[]
}

/** Writes a MusicGen of its true architecture, names and files, whose weights are small and random. */
export function writeMusicgen(
  folder: string,
  {
    size = tinySize,
    split = false,
    onnx = '',
  }: { size?: DecoderSize; split?: boolean; onnx?: string } = {},
): WrittenModel {
  mkdirSync(join(folder, onnx), { recursive: true })
  const heads = Math.max(2, size.text / 64)
  const text = { width: size.text, heads, layers: 2, ffn: size.text * 2, vocab: vocab().length + 1 }
  const files: [string, Uint8Array | string][] = [
    ['config.json', JSON.stringify(configOf(size, text))],
    ['generation_config.json', JSON.stringify(generationConfig)],
    ['tokenizer.json', JSON.stringify(tokenizer())],
    ['tokenizer_config.json', JSON.stringify(tokenizerConfig)],
    [join(onnx, 'text_encoder.onnx'), textEncoder(text)],
    [join(onnx, 'encodec_decode.onnx'), encodecDecoder({ codes: size.codes, width: 16 })],
  ]
  if (split) {
    const { first, on } = splitDecoder(size)
    files.push(['decoder_model.onnx', first], ['decoder_with_past_model.onnx', on])
  } else {
    files.push([join(onnx, 'decoder_model_merged.onnx'), mergedDecoder(size)])
  }
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes)
  return { folder, files: files.map(([name]) => name) }
}

const generationConfig = {
  bos_token_id: 2048,
  decoder_start_token_id: 2048,
  pad_token_id: 2048,
  guidance_scale: 3,
  max_length: 1500,
  do_sample: true,
}

/** As `config.json` of facebook/musicgen-small has them; what is here is what anybody reads. */
function configOf(size: DecoderSize, text: { width: number; heads: number; vocab: number }) {
  return {
    architectures: ['MusicgenForConditionalGeneration'],
    model_type: 'musicgen',
    is_encoder_decoder: true,
    text_encoder: {
      model_type: 't5',
      d_model: text.width,
      d_kv: text.width / text.heads,
      num_heads: text.heads,
      vocab_size: text.vocab,
    },
    audio_encoder: {
      model_type: 'encodec',
      sampling_rate: 32_000,
      codebook_size: size.codes,
      upsampling_ratios: [8, 5, 4, 4],
      audio_channels: 1,
    },
    decoder: {
      model_type: 'musicgen_decoder',
      hidden_size: size.hidden,
      num_attention_heads: size.heads,
      num_hidden_layers: size.layers,
      ffn_dim: size.ffn,
      num_codebooks: 4,
      vocab_size: size.codes,
      pad_token_id: size.codes,
      bos_token_id: size.codes,
      max_position_embeddings: size.positions,
    },
  }
}

const tokenizerConfig = {
  tokenizer_class: 'T5Tokenizer',
  eos_token: '</s>',
  pad_token: '<pad>',
  unk_token: '<unk>',
  model_max_length: 512,
}

/** Pieces of a SentencePiece unigram model, each with the logarithm of its likelihood. */
function vocab(): (readonly [string, number])[] {
  const words = ['calm', 'piano', 'drum', 's', 'and', 'rain', 'warm', 'bass', 'ing', 'er', 'the']
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!'-:".split('')
  return [
    ['<pad>', 0],
    ['</s>', 0],
    ['<unk>', 0],
    ['▁', -2],
    ...words.map((word, i) => [`▁${word}`, -3 - i / 10] as const),
    ...words.map((word, i) => [word, -4 - i / 10] as const),
    ...letters.map((letter, i) => [letter, -6 - i / 20] as const),
  ]
}

/** Of the form that `tokenizers` writes for T5. */
function tokenizer() {
  const special = ['<pad>', '</s>', '<unk>']
  return {
    version: '1.0',
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: {
      type: 'Metaspace',
      replacement: '▁',
      add_prefix_space: true,
      prepend_scheme: 'always',
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      pair: [],
      special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
    },
    decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    model: { type: 'Unigram', unk_id: 2, vocab: vocab() },
  }
}
