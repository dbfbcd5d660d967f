import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readAtRate, windows } from '../sound'
import { CLAP_RATE, CLAP_SAMPLES } from './clap-features'
import { embedWords, openAudioTower } from './clap-towers'

const fileSchema = z.object({ path: z.string(), sha256: z.string().optional() })

/** No more of a long sound are heard, evenly over it: six minutes of it. */
const MOST_WINDOWS = 36

/**
 * The vectors of a sound by CLAP: one for each ten seconds, of length 1, with where they begin. What is over at the end is
 * heard if it is a second or all there is.
 */
export const embedByClap = pipeline(
  'embedding/clap',
  z.object({ sound: rawSoundSchema, model: fileSchema }),
  async ({ sound, model }, { signal, progress }) => {
    const opened = await openAudioTower(model)
    if (!opened.ok) return opened
    await using tower = opened.value
    const frames = Math.round((sound.frames * CLAP_RATE) / sound.sampleRate)
    const count = Math.max(1, Math.ceil(frames / CLAP_SAMPLES))
    const step = Math.max(1, count / MOST_WINDOWS)
    const vectors: { start: number; vector: number[] }[] = []
    let at = -1
    for await (const window of windows(readAtRate(sound, CLAP_RATE, 1, 'fast'), CLAP_SAMPLES)) {
      if (signal.aborted) return stopped()
      at += 1
      const length = Math.min(CLAP_SAMPLES, frames - at * CLAP_SAMPLES)
      if (length < CLAP_RATE && at > 0) break
      // The next one whose turn it is.
      if (at < Math.floor(vectors.length * step)) continue
      const vector = await tower.embed(window.subarray(0, length))
      vectors.push({ start: (at * CLAP_SAMPLES) / CLAP_RATE, vector: [...vector] })
      progress(Math.min(1, (at + 1) / count), 'Listening')
    }
    return ok({ vectors })
  },
)

/** The vector of words. */
export const embedWordsByClap = pipeline(
  'embedding/clap-words',
  z.object({
    text: z.string().trim().min(1).max(2000),
    model: fileSchema,
    tokenizer: fileSchema,
    config: fileSchema,
  }),
  async ({ text, ...files }) => {
    const vector = await embedWords(text, files)
    return vector.ok ? ok({ vector: [...vector.value] }) : vector
  },
)
