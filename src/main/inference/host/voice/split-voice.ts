import { join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readPieces, WavParts } from '../sound'

const spanSchema = z.object({ from: z.number().min(0), to: z.number().min(0) })
const inputSchema = z.object({
  sound: rawSoundSchema,
  spans: z.array(spanSchema),
  /** Seconds of the way in and out of a span. */
  fade: z.number().min(0).max(1),
})
type Span = z.infer<typeof spanSchema>

/**
 * Parts a sound by spans: `voice.wav` has them with silence between, `rest.wav` what is between; the two add up to the sound, and
 * both are as long. The fades lie inside the spans.
 */
export const splitVoice = pipeline(
  'voice/split',
  inputSchema,
  async ({ sound, spans, fade }, { signal, folder, progress }) => {
    const { channels, sampleRate, frames } = sound
    await using voice = await WavParts.open(join(folder, 'voice.wav'), sound, true)
    await using rest = await WavParts.open(join(folder, 'rest.wav'), sound, true)
    const gain = spanGain(spans, fade)
    let from = 0
    for await (const piece of readPieces(sound)) {
      if (signal.aborted) return stopped()
      const inside = new Float32Array(piece.length)
      for (let index = 0; index < piece.length; index++) {
        const time = (from + Math.floor(index / channels)) / sampleRate
        inside[index] = (piece[index] ?? 0) * gain(time)
      }
      await voice.write(from, inside)
      await rest.write(
        from,
        piece.map((sample, index) => sample - (inside[index] ?? 0)),
      )
      from += piece.length / channels
      progress(from / frames, 'Parting voice and rest')
    }
    return ok({ voice: 'voice.wav', rest: 'rest.wav' })
  },
)

/** From 0 to 1 over time, asked in order. */
export function spanGain(spans: readonly Span[], fade: number): (time: number) => number {
  let at = 0
  return time => {
    while (at < spans.length && (spans[at]?.to ?? 0) <= time) at += 1
    const span = spans[at]
    if (span === undefined || time < span.from) return 0
    const edge = Math.min(time - span.from, span.to - time)
    return fade === 0 ? 1 : Math.min(1, edge / Math.min(fade, (span.to - span.from) / 2))
  }
}
