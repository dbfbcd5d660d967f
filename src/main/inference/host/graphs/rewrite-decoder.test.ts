import { onnx } from 'onnx-proto'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import type { MusicgenConfig } from '../music/musicgen-config'
import type { DecoderBytes, DecoderParts, MusicDecoder } from '../music/music-decoder'
import { PlainDecoder } from '../music/plain-decoder'
import { SteadyDecoder } from '../music/steady-decoder'
import { mergedDecoder, splitDecoder, type DecoderSize } from '../testing/musicgen-decoder'
import { rewriteDecoder } from './rewrite-decoder'

const size: DecoderSize = {
  hidden: 32,
  heads: 4,
  layers: 2,
  ffn: 64,
  text: 16,
  codes: 40,
  positions: 512,
  bits: 32,
}
const config: MusicgenConfig = {
  textWidth: 16,
  sampleRate: 32_000,
  hop: 640,
  heads: 4,
  width: 8,
  layers: 2,
  codes: 40,
  padding: 40,
}
const parts: DecoderParts = {
  config,
  threads: 1,
  text: { states: Float32Array.from({ length: 3 * 16 }, (_, i) => Math.sin(i)), tokens: 3 },
}

const merged = (more: Partial<DecoderSize> = {}) => {
  const bytes = mergedDecoder({ ...size, ...more })
  return { first: bytes, on: bytes }
}

function nodesOf(bytes: Uint8Array | undefined): readonly (string | null | undefined)[] {
  if (bytes === undefined) return []
  return (onnx.ModelProto.decode(bytes).graph?.node ?? []).map(({ opType }) => opType)
}
const count = (nodes: readonly unknown[], type: string) =>
  nodes.filter(other => other === type).length

/** What a decoder answers: three columns at once, and then so many one after the other. */
async function answers(decoder: MusicDecoder, steps: number): Promise<number[][]> {
  const column = (at: number) => [0, 1, 2, 3].map(book => (at * 7 + book * 3) % 41)
  const told = [[...(await decoder.begin([column(0), column(1), column(2)]))]]
  for (let at = 3; at < 3 + steps; at++) told.push([...(await decoder.next(column(at)))])
  return told
}

async function open(files: DecoderBytes): Promise<SteadyDecoder> {
  const rewritten = rewriteDecoder(files, 2)
  const steady = rewritten && (await SteadyDecoder.open(rewritten, parts))
  if (steady === undefined) throw new Error('The decoder was not rewritten')
  return steady
}

async function both(files: DecoderBytes, steps: number) {
  await using plain = unwrap(await PlainDecoder.open(files, parts))
  await using steady = await open(files)
  return [await answers(plain, steps), await answers(steady, steps)] as const
}

const farthest = (left: readonly number[][], right: readonly number[][]) =>
  Math.max(
    ...left.flatMap((row, at) => row.map((value, i) => Math.abs(value - (right[at]?.[i] ?? 0)))),
  )

describe('S3-07 a decoder that was rewritten', () => {
  test.each([
    ['one model with a switch', merged()],
    ['two models', splitDecoder(size)],
    ['batch and heads in one dimension', merged({ flat: true })],
    ['8 bits', merged({ bits: 8 })],
    ['4 bits', merged({ bits: 4 })],
  ])('answers as the file does: %s', async (_, files) => {
    // Beyond 256 columns its memory has moved.
    const [plain, steady] = await both(files, 260)
    expect(Math.max(...plain.flat())).toBeGreaterThan(0.5)
    expect(farthest(plain, steady)).toBeLessThan(1e-4)
  })

  test('S3-08 in 4 bits it answers as the numbers do that those bits stand for', async () => {
    const [, small] = await both(merged({ bits: 4 }), 4)
    const [whole] = await both(merged({ bits: '4 as 32' }), 4)
    expect(Math.max(...whole.flat())).toBeGreaterThan(0.5)
    expect(farthest(small, whole)).toBeLessThan(1e-4)
  })

  test('each layer looks at its cache and its new column apart, and copies none', () => {
    const nodes = nodesOf(rewriteDecoder(merged(), 2)?.steps)
    expect(count(nodes, 'Softmax')).toBe(4)
    expect(count(nodes, 'FusedMatMul')).toBe(4)
  })

  test('in 8 bits queries, keys and values are one matrix, and the four codebooks are', () => {
    const before = nodesOf(splitDecoder({ ...size, bits: 8 }).on)
    const after = nodesOf(rewriteDecoder(splitDecoder({ ...size, bits: 8 }), 2)?.steps)
    expect(count(before, 'MatMulInteger')).toBe(2 * 8 + 4)
    expect(count(after, 'MatMulIntegerToFloat')).toBe(3)
    expect(count(after, 'MatMulInteger')).toBe(2 * 5)
  })

  test('keys and values of the text are made once, by a model without the rest', () => {
    const { text } = rewriteDecoder(merged(), 2) ?? {}
    expect(nodesOf(text)).not.toContain('Softmax')
    expect(count(nodesOf(text), 'MatMul')).toBe(1 + 2 * 2)
  })

  test.each([
    ['a mask of its own', (model: onnx.ModelProto) => rename(model, 'input_ids', 'attention_mask')],
    ['other names', (model: onnx.ModelProto) => rename(model, 'past_key_values.1.', 'cache.1.')],
  ])('%s: the file is run as it is', (_, change) => {
    const model = onnx.ModelProto.decode(splitDecoder(size).on)
    change(model)
    const on = onnx.ModelProto.encode(model).finish()
    expect(rewriteDecoder({ first: splitDecoder(size).first, on }, 2)).toBeUndefined()
  })

  test('what it read of its cache can be given back, to the bit', async () => {
    await using steady = await open(merged())
    await answers(steady, 5)
    const pieces = [
      { columns: 8, floats: steady.cache.read(0) },
      ...[(await steady.next([1, 2, 3, 4]), { columns: 1, floats: steady.cache.read(8) })],
    ]
    const wanted = Float32Array.from(await steady.next([5, 6, 7, 8]))
    await steady.hearAgain()
    steady.cache.restore(pieces)
    expect(Float32Array.from(await steady.next([5, 6, 7, 8]))).toEqual(wanted)
  })
})

function rename({ graph }: onnx.ModelProto, from: string, to: string): void {
  const named = (name: string) => name.replace(from, to)
  for (const node of graph?.node ?? []) node.input = (node.input ?? []).map(named)
  for (const input of graph?.input ?? []) input.name = named(input.name ?? '')
}
