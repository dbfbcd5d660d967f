import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { filesSchema, readJson, threadsSaid, usualThreads, type Files } from '../sessions'
import { rawSoundSchema, readAtRate } from '../sound'
import { readSegments } from './read-segments'
import { SlidingSound } from './sliding-sound'
import { readWhisperConfig } from './whisper-config'
import { WhisperModel } from './whisper-decoder'
import { WHISPER_RATE, WHISPER_SAMPLES } from './whisper-features'
import { beginningOf, languageOf, writeTokens } from './write-tokens'

/** Samples of a step of 20 ms, in which its times are told. */
const STEP = WHISPER_RATE / 50
/** A window that is likelier silence than this, and whose words are less certain than that, has none. */
const SILENT = 0.6
const UNCERTAIN = -1

const inputSchema = z.object({
  sound: rawSoundSchema,
  files: filesSchema,
  /** Such as `en`; found out where it is not told. */
  language: z.string().min(2).max(20).optional(),
  /** `translate` writes English, whatever is spoken. */
  task: z.enum(['transcribe', 'translate']).default('transcribe'),
  threads: z.int().min(1).max(64).optional(),
})
export type TranscriptionInput = z.input<typeof inputSchema>

const seconds = z.number().min(0)
/** What is said, when, and in which language. */
export const transcriptSchema = z.object({
  language: z.string().optional(),
  segments: z.array(z.object({ start: seconds, end: seconds, text: z.string() })),
})
export type Transcript = z.infer<typeof transcriptSchema>

const checkpointSchema = z.object({ at: z.int().min(0), transcript: transcriptSchema })

/**
 * Speech as text with Whisper (Radford et al., “Robust speech recognition via large-scale weak supervision”, 2022): thirty seconds at a
 * time, each window from where the finished words of the one before end. The likeliest token is taken; there is a checkpoint
 * after every window.
 */
export const transcribeByWhisper = pipeline(
  'speech/whisper',
  inputSchema,
  async (input, { signal, checkpoint, save, progress, log }) => {
    const { files, sound, task } = input
    const config = await readWhisperConfig(files)
    if (!config.ok) return config
    const { languages } = config.value.tokens
    const { language: told } = input
    if (told !== undefined && languages.size > 0 && !languages.has(told)) {
      return err(fail('job-input-invalid', `The model does not know the language “${told}”.`))
    }
    const toText = await wordsOf(files)
    if (!toText.ok) return toText
    const threads = input.threads ?? usualThreads()
    progress(0, 'Loading the model')
    const opened = await WhisperModel.open(files, config.value, threads)
    if (!opened.ok) return opened
    await using model = opened.value
    log(`${threadsSaid(threads)} on ${model.device}.`)
    const total = Math.round((sound.frames * WHISPER_RATE) / sound.sampleRate)
    const before = checkpointSchema.safeParse(checkpoint)
    let at = before.success ? before.data.at : 0
    let language = told ?? (before.success ? before.data.transcript.language : undefined)
    const segments = before.success ? [...before.data.transcript.segments] : []
    await using heard = new SlidingSound(readAtRate(sound, WHISPER_RATE, 1, 'fast'))
    while (at < total) {
      if (signal.aborted) return stopped()
      const window = await heard.from(at, Math.min(WHISPER_SAMPLES, total - at))
      await model.hear(window)
      language ??= await languageOf(model, config.value)
      const beginning = beginningOf(config.value, language, task)
      const written = await writeTokens(model, config.value, beginning, signal)
      if (signal.aborted) return stopped()
      const steps = Math.ceil(window.length / STEP)
      const isSilent = written.silence > SILENT && written.certainty < UNCERTAIN
      const read = readSegments(isSilent ? [] : written.tokens, steps, config.value.tokens)
      for (const { from, to, tokens } of read.segments) {
        const text = toText.value(tokens).trim()
        if (text === '') continue
        // The last step may reach beyond the sound.
        const [start = 0, end = 0] = [from, to].map(
          step => Math.min(at + step * STEP, total) / WHISPER_RATE,
        )
        segments.push({ start, end, text })
      }
      at += read.next * STEP
      const transcript = { ...(language !== undefined && { language }), segments }
      save({ at, transcript: structuredClone(transcript) })
      progress(Math.min(0.99, at / total), 'Writing down what is said')
    }
    return ok({ ...(language !== undefined && { language }), segments } satisfies Transcript)
  },
)

/** Text of tokens, by the tokenizer that lies with the model. */
async function wordsOf(files: Files): Promise<Result<(tokens: readonly number[]) => string>> {
  const rules = await readJson(files, 'tokenizer.json')
  if (!rules.ok) return rules
  const settings = await readJson(files, 'tokenizer_config.json')
  if (!settings.ok) return settings
  if (!isObject(rules.value) || !isObject(settings.value)) {
    return err(fail('model-refused', 'Its tokenizer.json is none.'))
  }
  try {
    const tokenizer = new Tokenizer(rules.value, settings.value)
    return ok(tokens => (tokens.length === 0 ? '' : tokenizer.decode([...tokens])))
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : ''
    return err(fail('model-refused', `Its tokenizer cannot be used: ${reason}.`))
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
