import { analyzer, definePlugin, number, text, tool } from '@wireharp/sdk'
import { analyze, FeatureExtractor, HOP, silence, WINDOW } from './features'
import manifest from './plugin.json'
import { readWav } from './read-wav'

export default definePlugin(manifest, {
  rights: ['files.read'],
  nodes: {
    analyzer: analyzer(() => {
      const extractor = new FeatureExtractor()
      // The last window, as a ring: what comes next is written over the oldest sample.
      const ring = new Float32Array(WINDOW)
      const window = new Float32Array(WINDOW)
      const state = { at: 0, now: silence }
      return {
        process({ inputs, outputs, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            if (from !== undefined) to.set(from)
          })
          const width = inputs.in.length
          for (let i = 0; i < frames; i++) {
            let sum = 0
            for (const channel of inputs.in) sum += channel[i] ?? 0
            ring[(state.at + i) % WINDOW] = width > 1 ? sum / width : sum
          }
          state.at += frames
          if (state.at % HOP === 0) {
            const oldest = state.at % WINDOW
            window.set(ring.subarray(oldest))
            window.set(ring.subarray(0, oldest), WINDOW - oldest)
            state.now = extractor.of(window)
          }
          const { rms, centroid, rolloff, flux, zcr } = state.now
          outputs.rms[0]?.fill(rms)
          outputs.centroid[0]?.fill(centroid)
          outputs.rolloff[0]?.fill(rolloff)
          outputs.flux[0]?.fill(flux)
          outputs.zcr[0]?.fill(zcr)
        },
      }
    }),
  },
  tools: {
    features: tool(input => {
      const { samples } = input
      const numbers = Array.isArray(samples)
        ? Float64Array.from(samples, Number)
        : new Float64Array()
      return analyze(numbers, number(input, 'sampleRate', 48_000))
    }),
    analyze: tool<'files.read'>(async (input, { files }) => {
      if (files === undefined) throw new Error('Reading files was not granted')
      const { samples, sampleRate } = readWav(await files.readBytes(text(input, 'path')))
      return analyze(samples, sampleRate)
    }),
  },
})
