import { join } from 'node:path'
import { z } from 'zod'
import { espeak, speakerState } from '../../services'
import { readClip, signalOf, withScratch, writeRaw } from '../clip-files'
import { orThrow } from '../provider-error'
import type { ProviderHub } from '../provider-hub'
import { modelState, runFor, type BuiltInParts } from './parts'

export const WHISPER = 'whisper-base'
const seconds = z.number().min(0)
const heardSchema = z.object({
  segments: z.array(z.object({ start: seconds, end: seconds, text: z.string() })),
})

/** Speech to text, `stt/whisper`, and text to speech, `tts/espeak`. */
export function registerSpeech(hub: ProviderHub, parts: BuiltInParts): void {
  hub.registry.register('stt', 'whisper', () => ({
    transcribe: (audio, language, call) =>
      withScratch(async folder => {
        const { files } = orThrow(await parts.models.ready(WHISPER))
        const sound = await writeRaw(join(folder, 'sound.f32'), audio)
        const input = { sound, files, ...(language !== undefined && { language }) }
        const wish = { pipeline: 'speech/whisper', input, folder, answer: heardSchema }
        return (await runFor(parts, wish, call)).segments
      }),
  }))
  hub.describe('stt', 'whisper', {
    ...{ plugin: 'whisper', label: 'Whisper', licence: 'Apache-2.0', models: [WHISPER] },
    about: 'Writes down what is said, with times, in 99 languages.',
    state: () => modelState(parts, WHISPER),
  })
  hub.registry.register('tts', 'espeak', () => ({
    speak: (text, voice = 'en', call) =>
      withScratch(async folder => {
        const file = join(folder, 'speech.wav')
        const wish = { text, voice, speed: 175, file }
        orThrow(await espeak(wish, signalOf(call), parts.speaker))
        return orThrow(await readClip(parts.library, file, folder))
      }),
  }))
  hub.describe('tts', 'espeak', {
    ...{ plugin: 'espeak', label: 'eSpeak NG', licence: 'GPL-3.0-or-later' },
    about:
      'Speaks a text by the program espeak-ng, where that is installed; it is no part of the app.',
    state: () => speakerState(parts.speaker),
  })
}
