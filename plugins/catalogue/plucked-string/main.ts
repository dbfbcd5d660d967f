import { definePlugin, generator, levelReader, seededNoise } from '@wireharp/sdk'
import manifest from './plugin.json'

/** No note of the range is longer at 192 kHz. */
const LONGEST = 8192

export default definePlugin(manifest, {
  nodes: {
    'plucked-string': generator(({ sampleRate }) => {
      const string = new Float64Array(LONGEST)
      const noise = seededNoise(1977)
      const gainAt = levelReader()
      let head = 0
      let length = 0
      let allpass = 0
      let tuning = 0
      let loss = 0
      let before = 0
      let smooth = 0
      let wasHigh = false

      /** The loop’s delay: whole frames, and an all-pass for the rest, less what its filter lags. */
      const pluck = (note: number, decay: number, bright: number, pick: number) => {
        const frequency = Math.min(sampleRate / 8, 440 * 2 ** ((note - 69) / 12))
        smooth = 0.5 * (1 - bright)
        const total = Math.min(LONGEST - 2, sampleRate / frequency) - smooth
        length = Math.max(2, Math.floor(total - 0.3))
        const rest = total - length
        tuning = (1 - rest) / (1 + rest)
        loss = 10 ** (-3 / (decay * frequency))
        // A comb where it is plucked: partials with a node there are missing.
        const distance = Math.max(1, Math.round(length * pick))
        const fresh = Float64Array.from({ length }, () => noise())
        for (let i = 0; i < length; i++) {
          string[i] = 0.5 * (fresh[i]! - fresh[(i + length - distance) % length]!)
        }
        head = 0
        allpass = 0
        before = 0
      }
      return {
        process({ inputs, outputs, params, frames }) {
          const gate = inputs.gate[0]
          const pitch = inputs.pitch[0]
          const out = outputs.out[0]
          if (out === undefined) return
          for (let i = 0; i < frames; i++) {
            const high = (gate?.[i] ?? 0) > 0.5
            if (high && !wasHigh) {
              const note = params.note[i]! + (pitch?.[i] ?? 0)
              pluck(note, params.decay[i]!, params.brightness[i]! / 100, params.pick[i]! / 100)
            }
            wasHigh = high
            if (length === 0) continue
            const value = string[head]!
            const filtered = loss * ((1 - smooth) * value + smooth * before)
            before = value
            const shifted = tuning * filtered + allpass
            allpass = filtered - tuning * shifted
            string[head] = Math.abs(shifted) < 1e-20 ? 0 : shifted
            if (Math.abs(allpass) < 1e-20) allpass = 0
            head = head + 1 < length ? head + 1 : 0
            out[i] = value * gainAt(params.level[i]!)
          }
        },
      }
    }),
  },
})
