import { startBench } from '../start/start-bench'
import { callCost } from './call-cost'

export interface SafetyRow {
  readonly what: string
  readonly figure: number
  readonly unit: 'µs' | 'ms'
  /** The most that it is meant to be; 0 where nothing is said. */
  readonly goal: number
  readonly holds: 'yes' | 'no' | '-'
}

/** What the walls around plugins cost, beside what they may. */
export async function safetyBench(runs: number): Promise<SafetyRow[]> {
  const one = callCost(1)
  const eight = callCost(8)
  const calls = [
    row('a call of a script node for a quantum, beyond its DSP', one, 'µs', 3),
    row('the same a quantum, in calls for eight', eight / 8, 'µs', 3),
  ]
  if (runs === 0) return calls
  const starts = await startBench(runs)
  const [none, hundred] = ['none', '100'].map(plugins =>
    starts.find(row => row.plugins === plugins),
  )
  const over = (pick: (row: (typeof starts)[number]) => number) =>
    none && hundred ? pick(hundred) - pick(none) : Number.NaN
  return [
    ...calls,
    row(
      'start with 100 plugins, over none',
      over(({ appMs }) => appMs),
      'ms',
      300,
    ),
    row(
      'of it: finding and checking them, first time',
      over(({ firstMs }) => firstMs),
      'ms',
    ),
    row(
      'of it: the same, next time',
      over(({ nextMs }) => nextMs),
      'ms',
    ),
  ]
}

function row(what: string, figure: number, unit: SafetyRow['unit'], goal = 0): SafetyRow {
  const holds = goal === 0 ? '-' : figure <= goal ? 'yes' : 'no'
  return { what, figure: Math.round(figure * 100) / 100, unit, goal, holds }
}
