import { definePlugin, work } from '@wireharp/sdk'
import { listen } from './listen'
import manifest from './plugin.json'
import { gainOver, spansOf } from './spans'

/** Frames that are read and written at once. */
const PIECE = 65_536

export default definePlugin(manifest, {
  rights: ['model'],
  works: {
    'find-tone': work(async ({ clips, outputs, params, progress }, { models }) => {
      if (models === undefined) throw new Error('Find tone may not run its model')
      const { clip } = clips
      const { tone, rest } = outputs
      if (clip === undefined || tone === undefined || rest === undefined) {
        throw new Error('There is no clip')
      }
      const numbers = {
        threshold: Number(params['threshold']) / 100,
        shortest: Number(params['shortest']),
      }
      const frames = await listen(clip, models, done => progress(done * 0.7, 'Listening for tones'))
      const spans = spansOf(frames, clip.frames / clip.sampleRate, numbers)
      const gain = gainOver(spans, Number(params['fade']))
      for (let at = 0; at < clip.frames; at += PIECE) {
        const sound = await clip.read(at, Math.min(PIECE, clip.frames - at))
        const inside = sound.map(samples => new Float32Array(samples.length))
        const length = sound[0]?.length ?? 0
        for (let i = 0; i < length; i++) {
          const part = gain((at + i) / clip.sampleRate)
          sound.forEach((samples, channel) => {
            const to = inside[channel]
            const whole = samples[i] ?? 0
            if (to === undefined) return
            to[i] = whole * part
            samples[i] = whole - (to[i] ?? 0)
          })
        }
        await tone.write(inside)
        await rest.write(sound)
        await progress(0.7 + (0.3 * (at + length)) / clip.frames, 'Parting tones and rest')
      }
      return { spans }
    }),
  },
})
