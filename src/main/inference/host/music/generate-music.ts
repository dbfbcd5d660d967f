import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, writeDurably } from '../../../kit'
import { pipeline, stopped, type PipelineContext } from '../pipeline'
import { filesSchema, threadsSaid, usualThreads } from '../sessions'
import { WavParts } from '../sound'
import { decodeCodes } from './decode-codes'
import { BOOKS, type Codes } from './delay-pattern'
import { EarlyMusic } from './early-music'
import { encodeText } from './encode-text'
import { openDecoder } from './open-decoder'
import { readConfig, type MusicgenConfig } from './musicgen-config'
import { planWindows } from './plan-windows'
import { writeWindow, type WindowState } from './write-window'

const inputSchema = z.object({
  prompt: z.string().min(1).max(1000),
  seconds: z.number().min(1).max(120),
  seed: z.int().min(0).max(0xff_ff_ff_ff),
  files: filesSchema,
  guidance: z.number().min(1).max(20).default(3),
  topK: z.int().min(1).max(65_536).default(250),
  threads: z.int().min(1).max(64).optional(),
  /** The codes of a piece, as `codes` of an answer: it is continued by `seconds`. */
  before: z.string().optional(),
  /** Seconds that are written in one go, and those of them that the next stretch takes up. */
  window: z.number().min(1).max(30).default(15),
  overlap: z.number().min(0.1).max(20).default(7),
})
export type MusicInput = z.input<typeof inputSchema>

const codesSchema = z.array(z.array(z.int()).length(4))
const checkpointSchema = z.object({
  /** Frames of the stretches that are done. */
  frames: codesSchema,
  window: z.int().min(0),
  state: z.object({ steps: codesSchema, pieces: z.array(z.int().min(1)) }).optional(),
})

interface Checkpoint {
  readonly frames: readonly Codes[]
  readonly window: number
  readonly state?: WindowState | undefined
}

/** What part of the work the tokens are; the rest turns them into sound. */
const TOKENS = 0.95
/** Steps between two words about how far it is. */
const TOLD_EVERY = 10

export const generatedSchema = z.object({
  file: z.string(),
  /** Its codes: what was written, to be continued. */
  codes: z.string(),
  sampleRate: z.int(),
  frames: z.int(),
  threads: z.int(),
})

/**
 * Music from words with MusicGen (Copet et al. 2023): T5 reads the words, the decoder writes fifty frames of four codes a
 * second, EnCodec makes sound of them. A piece of more than 15 s is written in stretches, each of which takes up
 * the end of the one before; a piece that is continued is the stretch before the first.
 */
export const generateMusic = pipeline(
  'generation/musicgen',
  inputSchema,
  async (input, context) => {
    const { files, prompt } = input
    const { folder, signal, progress, log } = context
    const config = await readConfig(files)
    if (!config.ok) return config
    const begun = await readCodes(input.before, config.value)
    if (!begun.ok) return begun
    const threads = input.threads ?? usualThreads()
    const codes = await writeCodes(input, begun.value, config.value, threads, context)
    if (!codes.ok) return codes
    if (signal.aborted) return stopped()
    progress(TOKENS, 'Turning tokens into sound')
    const { sampleRate, hop } = config.value
    const frames = begun.value.length * hop + Math.round(input.seconds * sampleRate)
    const file = 'music.wav'
    await using wav = await WavParts.open(
      join(folder, file),
      { sampleRate, channels: 1, frames },
      true,
    )
    const write = (from: number, samples: Float32Array) =>
      wav.write(from, samples.subarray(0, Math.max(0, frames - from)))
    const decoded = await decodeCodes(codes.value, files, config.value, { threads, signal, write })
    if (!decoded.ok) return decoded
    log(`${codes.value.length} frames of ${hop} samples for ${prompt.length} characters.`)
    const kept = 'music.codes'
    const written = Uint16Array.from(codes.value.flat())
    const noted = await writeDurably(join(folder, kept), new Uint8Array(written.buffer))
    if (!noted.ok) return noted
    progress(0.99)
    return ok({ file, codes: kept, sampleRate, frames, threads })
  },
)

/** The codes of a piece that was made before, as little-endian u16, four a frame. */
async function readCodes(
  path: string | undefined,
  { codes }: MusicgenConfig,
): Promise<Result<readonly Codes[]>> {
  if (path === undefined) return ok([])
  const bytes = await attempt(
    () => readFile(path),
    () => fail('continue-unknown', `“${path}” cannot be read.`),
  )
  if (!bytes.ok) return bytes
  const all = new Uint16Array(new Uint8Array(bytes.value).buffer, 0, bytes.value.length >> 1)
  if (all.length === 0 || all.length % BOOKS > 0 || all.some(code => code >= codes)) {
    return err(fail('continue-unknown', `“${path}” holds no codes of this model.`))
  }
  return ok(
    Array.from({ length: all.length / BOOKS }, (_, frame) => [
      ...all.subarray(frame * BOOKS, (frame + 1) * BOOKS),
    ]),
  )
}

const journalOf = (folder: string, stretch: number): string =>
  join(folder, `keys-and-values-${stretch}.bin`)

async function writeCodes(
  { prompt, seconds, seed, files, guidance, topK, window, overlap }: z.output<typeof inputSchema>,
  begun: readonly Codes[],
  config: MusicgenConfig,
  threads: number,
  { signal, folder, checkpoint, save, kept, progress, log, parts }: PipelineContext,
): Promise<Result<readonly Codes[]>> {
  const rate = config.sampleRate / config.hop
  // 2.2 s are 110 frames, not 111.
  const wanted = begun.length + Math.ceil(seconds * rate - 1e-6)
  const plan = planWindows(wanted, window * rate, overlap * rate, begun.length)
  const steps = plan.reduce((sum, { fresh }) => sum + fresh, 0)
  const before = checkpointSchema.safeParse(checkpoint)
  const start: Checkpoint = before.success ? before.data : { frames: begun, window: 0 }
  const frames: Codes[] = [...start.frames]
  if (start.window >= plan.length) return ok(frames)
  if (before.success) log(`Goes on from frame ${frames.length}.`)
  progress(0, 'Reading the words')
  const text = await encodeText(prompt, files, config, threads)
  if (!text.ok) return text
  progress(0, 'Loading the decoder')
  const opened = await openDecoder(files, { config, threads, text: text.value })
  if (!opened.ok) return opened
  await using decoder = opened.value
  const of = begun.length * config.hop + Math.round(seconds * config.sampleRate)
  await using early = parts && new EarlyMusic({ files, config, threads, folder, of, parts, log })
  log(`${threadsSaid(threads)} on ${decoder.device}.`)
  const began = performance.now()
  let told = 0
  for (const { index, known, fresh } of plan.slice(start.window)) {
    const state: WindowState | undefined = index === start.window ? start.state : undefined
    const written = await writeWindow(
      {
        index,
        known: known === 0 ? [] : frames.slice(-known),
        frames: known + fresh,
        seed,
        sampling: { guidance, topK },
      },
      {
        decoder,
        config,
        signal,
        // Each stretch has its own: the checkpoint that counts may still be one of the stretch before.
        journal: journalOf(folder, index),
        before: state,
        save: at => save({ frames, window: index, state: at } satisfies Checkpoint),
        ...(early && {
          hear: written => early.hear([...frames, ...written.slice(known)], signal),
        }),
        progress(step) {
          told += 1
          if (told % TOLD_EVERY !== 0) return
          const token = frames.length - begun.length + step - known
          progress(Math.min(1, token / steps) * TOKENS, `Token ${token} of ${steps}`)
        },
      },
    )
    if (!written.ok) return written
    frames.push(...written.value.slice(known))
    save({ frames, window: index + 1 } satisfies Checkpoint)
    await kept?.()
    if (!signal.aborted) await rm(journalOf(folder, index), { force: true })
  }
  const spent = (performance.now() - began) / 1000
  log(`${told} tokens in ${spent.toFixed(1)} s: ${(told / spent).toFixed(1)} a second.`)
  return ok(frames)
}
