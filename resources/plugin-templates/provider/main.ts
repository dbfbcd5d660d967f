import { definePlugin, number, rms, toDecibels, type Span } from '@wireharp/sdk'
import manifest from './plugin.json'

/** Seconds. */
const WINDOW = 0.02

export default definePlugin(manifest, {
  providers: {
    vad: {
      'my-plugin': config => ({
        detect: async ({ channels, sampleRate }) => {
          const samples = channels[0] ?? new Float32Array()
          const size = Math.round(WINDOW * sampleRate)
          const spans: Span[] = []
          let start: number | undefined
          for (let at = 0; at < samples.length; at += size) {
            const loud = toDecibels(rms(samples.subarray(at, at + size))) > number(config, 'threshold', -40)
            if (loud) start ??= at / sampleRate
            if (loud || start === undefined) continue
            spans.push({ start, end: at / sampleRate })
            start = undefined
          }
          if (start !== undefined) spans.push({ start, end: samples.length / sampleRate })
          return spans
        },
      }),
    },
  },
})
