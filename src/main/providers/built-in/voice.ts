import { join } from 'node:path'
import type { AudioClip, ProviderCall, Span } from '@wireharp/sdk'
import { z } from 'zod'
import { fail, ok } from '#shared/kit'
import { withScratch, writeRaw } from '../clip-files'
import { orThrow, ProviderError } from '../provider-error'
import type { ProviderHub } from '../provider-hub'
import { modelState, runFor, type BuiltInParts } from './parts'

const MODEL = 'silero-vad'
const seconds = z.number().min(0)
const answerSchema = z.object({
  detector: z.string(),
  reason: z.string().optional(),
  spans: z.array(z.object({ from: seconds, to: seconds })),
})

/** Voice activity: `vad/silero`, and `vad/energy` where no model can run. */
export function registerVoice(hub: ProviderHub, parts: BuiltInParts): void {
  const detect = (audio: AudioClip, model: unknown, call: ProviderCall | undefined) =>
    withScratch(async folder => {
      const sound = await writeRaw(join(folder, 'sound.f32'), audio)
      const input = { sound, ...(model !== undefined && { model }) }
      return runFor(parts, { pipeline: 'voice/find', input, folder, answer: answerSchema }, call)
    })
  const timesOf = ({ spans }: z.infer<typeof answerSchema>): Span[] =>
    spans.map(({ from, to }) => ({ start: from, end: to }))

  hub.registry.register('vad', 'silero', () => ({
    async detect(audio, call) {
      const { files } = orThrow(await parts.models.ready(MODEL))
      const found = await detect(audio, files['silero_vad.onnx'], call)
      // The pipeline falls back to energy by itself; who asked for Silero is told.
      if (found.detector === 'silero') return timesOf(found)
      throw new ProviderError(fail('inference-absent', found.reason ?? ''))
    },
  }))
  hub.describe('vad', 'silero', {
    ...{ plugin: 'silero', label: 'Silero VAD', licence: 'MIT', models: [MODEL] },
    about: 'Tells where somebody speaks, by a small network.',
    state: () => modelState(parts, MODEL),
  })
  hub.registry.register('vad', 'energy', () => ({
    detect: async (audio, call) => timesOf(await detect(audio, undefined, call)),
  }))
  hub.describe('vad', 'energy', {
    ...{ plugin: 'energy', label: 'Voice by energy', licence: 'Apache-2.0' },
    about: 'Tells where somebody speaks, by loudness above a floor that adapts; no model.',
    state: async () => ok(),
  })
}
