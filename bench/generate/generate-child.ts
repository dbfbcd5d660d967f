import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { unwrap } from '../../src/shared/kit'
import { MusicDecoder } from '../../src/main/inference/host/music/music-decoder'
import { readConfig, type Files } from '../../src/main/inference/host/music/musicgen-config'
import { sample } from '../../src/main/inference/host/music/sample'

/** Steps between two turns. */
const BLOCK = 5
const WORDS = 12

/**
 * One of the two that are compared, as a process of its own: it writes tokens, `BLOCK` a turn, after it has heard `columns` of a
 * piece, and waits for a file of that number before each turn.
 */
export async function generateChild(
  who: string,
  folder: string,
  turnFiles: string,
  columns: number,
  blocks: number,
): Promise<void> {
  const steps = blocks * BLOCK + 1
  const turns = new Turns(turnFiles)
  if (who === 'ours') await ours(folder, columns, steps, turns)
  else await theirs(who, folder, columns, steps, turns)
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ ...turns.told, peakMb }))
}

/** Counts tokens and waits for its turn after each block. The first token, which hears all columns, has one of its own. */
class Turns {
  readonly told: { firstMs: number; blocks: number[] } = { firstMs: 0, blocks: [] }
  readonly #files: string
  #turn = 0
  #tokens = 0
  #at = performance.now()

  constructor(files: string) {
    this.#files = files
  }

  begin(): void {
    process.stdout.write('\n')
    // Between two tokens nobody can wait otherwise.
    while (!existsSync(`${this.#files}-${this.#turn}`)) sleep(2)
    this.#turn += 1
    this.#at = performance.now()
  }

  token(): void {
    this.#tokens += 1
    if ((this.#tokens - 1) % BLOCK !== 0) return
    const ms = performance.now() - this.#at
    if (this.#tokens === 1) this.told.firstMs = ms
    else this.told.blocks.push(ms)
    this.begin()
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

async function ours(folder: string, columns: number, steps: number, turns: Turns): Promise<void> {
  const names = [
    ...readdirSync(folder),
    ...readdirSync(join(folder, 'onnx')).map(name => `onnx/${name}`),
  ]
  const files: Files = Object.fromEntries(
    names.map(name => [name.replace('onnx/', ''), { path: join(folder, name) }]),
  )
  const config = unwrap(await readConfig(files))
  await using decoder = unwrap(await MusicDecoder.open(files, config, 2))
  decoder.hear({ states: new Float32Array(WORDS * config.textWidth).fill(0.1), tokens: WORDS })
  turns.begin()
  const heard = Array.from({ length: columns }, (_, i) =>
    [0, 1, 2, 3].map(book => (i * 31 + book) % 2048),
  )
  let logits = await decoder.begin(heard)
  for (let step = 0; step < steps; step++) {
    const codes = [0, 1, 2, 3].map(
      book => sample(logits, config.codes, book, { guidance: 3, topK: 250 }, 0.4) ?? 0,
    )
    turns.token()
    if (step + 1 < steps) logits = await decoder.next(codes)
  }
}

const moduleSchema = z.object({
  env: z.record(z.string(), z.unknown()),
  Tensor: z.any(),
  MusicgenForConditionalGeneration: z.any(),
})

/** transformers.js, from wherever it is installed. */
async function theirs(
  where: string,
  folder: string,
  columns: number,
  steps: number,
  turns: Turns,
): Promise<void> {
  const loaded: unknown = await import(pathToFileURL(where).href)
  const { env, Tensor, MusicgenForConditionalGeneration } = moduleSchema.parse({
    ...Object(loaded),
  })
  env['allowRemoteModels'] = false
  env['localModelPath'] = join(folder, '..')
  const model = await MusicgenForConditionalGeneration.from_pretrained(folder.split('/').at(-1), {
    dtype: 'fp32',
    session_options: { intraOpNumThreads: 2 },
  })
  const words = new BigInt64Array(WORDS).fill(5n)
  const heard = BigInt64Array.from({ length: 4 * columns }, (_, i) => BigInt((i * 31) % 2048))
  turns.begin()
  await model.generate({
    input_ids: new Tensor('int64', words, [1, WORDS]),
    attention_mask: new Tensor('int64', words.fill(1n), [1, WORDS]),
    decoder_input_ids: new Tensor('int64', heard, [4, columns]),
    max_new_tokens: steps,
    do_sample: true,
    top_k: 250,
    guidance_scale: 3,
    streamer: { put: counted(turns), end: () => undefined },
  })
}

/** The first word of a streamer is what was given. */
function counted(turns: Turns): () => void {
  let first = true
  return () => {
    if (!first) turns.token()
    first = false
  }
}
