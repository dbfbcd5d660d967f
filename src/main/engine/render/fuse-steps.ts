import type { BusReads, Step, StepMaker } from './steps'

/** Steps that do the same, to the bit, with less work: biquads in series go through memory once a pair. */
export function fuseSteps(steps: readonly Step[], reads: BusReads, maker: StepMaker): Step[] {
  const fused: Step[] = []
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = [steps[i], steps[i + 1]]
    if (step === undefined) continue
    const pair = next && inSeries(step, next, reads)
    fused.push(pair === undefined ? step : maker.biquads(...pair))
    if (pair !== undefined) i += 1
  }
  return fused
}

/** The instances of two biquads of which the first feeds nobody but the second. */
function inSeries(
  { through: one }: Step,
  { through: two }: Step,
  reads: BusReads,
): [number, number] | undefined {
  if (one?.kernel !== 'biquad' || two?.kernel !== 'biquad') return undefined
  return one.to === two.from && reads.of(one.to) === 1 ? [one.self, two.self] : undefined
}
