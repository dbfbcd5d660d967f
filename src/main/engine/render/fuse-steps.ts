import type { BusReads, Step, StepMaker } from './steps'

/** Steps that do the same, to the bit, with less work: biquads in series go through memory once. */
export function fuseSteps(steps: readonly Step[], reads: BusReads, maker: StepMaker): Step[] {
  const fused: Step[] = []
  let row: Step[] = []
  const take = () => {
    const [only] = row
    if (row.length > 1) fused.push(maker.biquads(row.flatMap(step => step.through?.self ?? [])))
    else if (only !== undefined) fused.push(only)
    row = []
  }
  for (const step of steps) {
    const last = row.at(-1)
    if (last !== undefined && !inSeries(last, step, reads)) take()
    row.push(step)
  }
  take()
  return fused
}

/** Two biquads of which the first feeds nobody but the second. */
function inSeries({ through: one }: Step, { through: two }: Step, reads: BusReads): boolean {
  if (one?.kernel !== 'biquad' || two?.kernel !== 'biquad') return false
  return one.to === two.from && reads.of(one.to) === 1
}
