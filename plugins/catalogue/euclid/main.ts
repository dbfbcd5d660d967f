import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

/** What starts a step, with the gap that keeps noise from starting two. */
const RISE = 0.5
const FALL = 0.4

export default definePlugin(manifest, {
  nodes: {
    euclid: effect(() => {
      let step = -1
      let clockWasHigh = false
      let resetWasHigh = false
      let since = 0
      let period = 0
      let left = 0
      return {
        process({ inputs, outputs, params, frames }) {
          const clock = inputs.clock[0]
          const reset = inputs.reset[0]
          const out = outputs.out[0]
          const accent = outputs.accent[0]
          if (out === undefined || accent === undefined) return
          for (let i = 0; i < frames; i++) {
            const again = reset?.[i] ?? 0
            if (again > RISE && !resetWasHigh) step = -1
            resetWasHigh = again > (resetWasHigh ? FALL : RISE)
            const high = clock?.[i] ?? 0
            since++
            if (high > RISE && !clockWasHigh) {
              const steps = Math.max(1, Math.round(params.steps[i]!))
              const beats = Math.min(steps, Math.round(params.beats[i]!))
              step = (step + 1) % steps
              period = since
              since = 0
              // A step is a beat where the line of slope beats/steps passes a whole number (Bjorklund’s spread).
              const place = (step + Math.round(params.turn[i]!)) % steps
              if ((place * beats) % steps < beats) {
                left = Math.max(1, Math.round((period * params.length[i]!) / 100))
              }
            }
            clockWasHigh = high > (clockWasHigh ? FALL : RISE)
            out[i] = left > 0 ? 1 : 0
            accent[i] = left > 0 && step === 0 ? 1 : 0
            if (left > 0) left--
          }
        },
        getState: () => ({ step, since, period, left, clockWasHigh, resetWasHigh }),
        setState: (state: unknown) => {
          if (typeof state !== 'object' || state === null) return
          const number = (key: string) => Number(Reflect.get(state, key)) || 0
          step = number('step')
          since = number('since')
          period = number('period')
          left = number('left')
          clockWasHigh = number('clockWasHigh') === 1
          resetWasHigh = number('resetWasHigh') === 1
        },
      }
    }),
  },
})
