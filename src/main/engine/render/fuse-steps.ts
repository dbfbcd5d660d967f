import type { BusReads, Step, StepMaker } from './steps'

/** Steps that do the same, to the bit, with less work: biquads in series go through memory once a pair. */
export function fuseSteps(steps: readonly Step[], reads: BusReads, maker: StepMaker): Step[] {
  const fused: Step[] = []
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = [steps[i], steps[i + 1]]
    if (step === undefined) continue
    if (next !== undefined && inSeries(step, next, reads)) {
      fused.push(maker.biquads(step.operands, next.operands))
      i += 1
    } else fused.push(step)
  }
  return fused
}

function inSeries({ through: one }: Step, { through: two }: Step, reads: BusReads): boolean {
  if (one?.kernel !== 'biquad' || two?.kernel !== 'biquad') return false
  return one.to === two.from && reads.of(one.to) === 1
}
