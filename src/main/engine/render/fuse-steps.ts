import { fuseGains } from './fuse-gains'
import { joinScripts } from './join-scripts'
import type { Step, StepMaker } from './steps'

/**
 * Steps that do the same, to the bit, with less work: biquads in series go through memory once, gains are a part of the
 * sum that hears them, and neighbouring scripts of one process are one question to it.
 */
export function fuseSteps(all: readonly Step[], maker: StepMaker, loops = false): Step[] {
  const steps = loops ? all : fuseGains(joinScripts(all, maker), maker)
  const fused: Step[] = []
  let row: Step[] = []
  const take = () => {
    const [only] = row
    if (row.length > 1) fused.push(maker.biquads(row))
    else if (only !== undefined) fused.push(only)
    row = []
  }
  for (const step of steps) {
    const last = row.at(-1)
    if (last !== undefined && !inSeries(last, step)) take()
    row.push(step)
  }
  take()
  return fused
}

/** Whether two biquads follow one another, the first of which feeds nobody but the second. */
function inSeries({ through: one }: Step, { through: two }: Step): boolean {
  if (one?.kernel !== 'biquad' || two?.kernel !== 'biquad') return false
  return one.to === two.from && one.to.reads === 1
}
