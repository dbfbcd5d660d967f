import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readAtRate, windows } from '../sound'
import { energyVoice } from './energy-voice'
import { openSilero } from './silero-voice'
import { VOICE_FRAME, VOICE_RATE, type VoiceDetector } from './voice-detector'
import { usualSpans, voiceSpans } from './voice-spans'

const inputSchema = z.object({
  sound: rawSoundSchema,
  /** Where Silero's model lies; without it, or without a runtime, energy decides. */
  model: z.object({ path: z.string(), sha256: z.string().optional() }).optional(),
  threshold: z.number().min(0.05).max(0.95).default(usualSpans.threshold),
})

const seconds = z.number().min(0)

/** Where somebody speaks, in seconds, and which detector says so. */
export const foundVoiceSchema = z.object({
  detector: z.enum(['silero', 'energy']),
  /** Why it is not Silero. */
  reason: z.string().optional(),
  spans: z.array(z.object({ from: seconds, to: seconds })),
  /** Of each frame of 32 ms how likely it is voice, in hundredths. */
  likelihoods: z.array(z.int().min(0).max(100)),
})
export type FoundVoice = z.infer<typeof foundVoiceSchema>

/** Frames that are heard at once, between two looks at whether it is to stop: about two seconds of sound. */
const LOOK = 64

/** Voice activity of a whole sound. */
export const findVoice = pipeline(
  'voice/find',
  inputSchema,
  async (input, { signal, progress }) => {
    const { sound, threshold } = input
    const chosen = await choose(input.model)
    await using detector = chosen.detector
    const samplesInAll = Math.round((sound.frames * VOICE_RATE) / sound.sampleRate)
    const frames = Math.ceil(samplesInAll / VOICE_FRAME)
    const likelihoods: number[] = []
    const pieces = readAtRate(sound, VOICE_RATE, 1, 'fast')
    for await (const samples of windows(pieces, LOOK * VOICE_FRAME)) {
      const wanted = Math.min(LOOK, frames - likelihoods.length)
      likelihoods.push(...(await detector.hear(samples.subarray(0, wanted * VOICE_FRAME))))
      if (signal.aborted) return stopped()
      progress(Math.min(1, likelihoods.length / frames), 'Listening for voices')
    }
    const timeOf = (at: number) =>
      Math.min((at * VOICE_FRAME) / VOICE_RATE, sound.frames / sound.sampleRate)
    const found = voiceSpans(likelihoods, { ...usualSpans, threshold })
    const answer: FoundVoice = {
      detector: chosen.name,
      ...(chosen.reason !== undefined && { reason: chosen.reason }),
      spans: found.map(({ from, to }) => ({ from: timeOf(from), to: timeOf(to) })),
      likelihoods: likelihoods.map(value => Math.round(value * 100)),
    }
    return ok(answer)
  },
)

interface Chosen {
  readonly name: FoundVoice['detector']
  readonly detector: VoiceDetector
  readonly reason?: string
}

async function choose(
  file: { path: string; sha256?: string | undefined } | undefined,
): Promise<Chosen> {
  if (file === undefined) {
    return { name: 'energy', detector: energyVoice(), reason: 'There is no model of Silero here.' }
  }
  const { path, sha256 } = file
  const silero = await openSilero({ path, ...(sha256 !== undefined && { sha256 }) })
  if (silero.ok) return { name: 'silero', detector: silero.value }
  return { name: 'energy', detector: energyVoice(), reason: silero.error.message }
}
