import { isMovable, type BusUse } from './bus-uses'
import type { StepGroup } from './program'
import type { Step, StepMaker } from './steps'

/** Gains that one sum alone hears, as a part of it: what they would write is never written. */
export function fuseGains(steps: readonly Step[], maker: StepMaker): readonly Step[] {
  const gains = gainsAmong(steps)
  if (gains.size === 0) return steps
  const gone = new Set<Step>()
  const fused = steps.map(step => {
    const parts = step.sums?.map(use => gains.get(use)) ?? []
    if (parts.every(part => part === undefined)) return step
    for (const part of parts) if (part !== undefined) gone.add(part)
    return maker.mixGains(step, parts)
  })
  return fused.filter(step => !gone.has(step))
}

/**
 * Brings gains that do nothing but scale what a sum of another group hears to that group. Those with steps of their
 * own beside them stay: other threads could be at the next values of their parameters.
 */
export function sinkGains(groups: readonly StepGroup[]): readonly StepGroup[] {
  const sums = new Map<BusUse, number>()
  for (const [index, { steps, loops }] of groups.entries()) {
    if (loops) continue
    for (const { sums: sources = [] } of steps) for (const use of sources) sums.set(use, index)
  }
  const sunk = new Map<number, Step[]>()
  const left = groups.map(group => {
    const [only] = group.steps
    const to = only && outputOf(only)
    const target = to && sums.get(to)
    if (only === undefined || target === undefined) return group
    if (group.loops || group.steps.length > 1) return group
    sunk.set(target, [...(sunk.get(target) ?? []), only])
    return { ...group, steps: [] }
  })
  return left.map((group, index) => {
    const before = sunk.get(index)
    return before === undefined ? group : { ...group, steps: [...before, ...group.steps] }
  })
}

/** By what they make. What also measures that, or writes to it, keeps it. */
function gainsAmong(steps: readonly Step[]): ReadonlyMap<BusUse, Step> {
  const gains = new Map<BusUse, Step>()
  for (const step of steps) {
    const to = outputOf(step)
    if (to !== undefined) gains.set(to, step)
  }
  for (const step of steps) {
    for (const use of step.writes) if (gains.get(use) !== step) gains.delete(use)
  }
  return gains
}

/** What a gain makes, where but one step reads it and nobody else may look at it. */
function outputOf({ through }: Step): BusUse | undefined {
  if (through?.kernel !== 'gain') return undefined
  const { from, to } = through
  return to.reads === 1 && isMovable(to) && from.channels === to.channels ? to : undefined
}
