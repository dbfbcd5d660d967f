import type { BusUses } from './bus-uses'
import type { Step, StepMaker } from './steps'

/** Steps that do the same, to the bit, with less work: biquads in series go through memory once a pair. */
export function fuseSteps(steps: readonly Step[], uses: BusUses, maker: StepMaker): Step[] {
  const fused: Step[] = []
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = [steps[i], steps[i + 1]]
    if (step === undefined) continue
    const pair = next !== undefined && inSeries(step, next, uses)
    fused.push(pair ? maker.biquads(step, next) : step)
    if (pair) i += 1
  }
  return fused
}

/** Whether two biquads follow one another, the first of which feeds nobody but the second. */
function inSeries({ through: one }: Step, { through: two }: Step, uses: BusUses): boolean {
  if (one?.kernel !== 'biquad' || two?.kernel !== 'biquad') return false
  return one.to === two.from && uses.readsOf(one.to) === 1
}
