import { describe, expect, test } from 'vitest'
import { planTasks } from './plan-tasks'
import type { StepGroup } from './program'

/** Groups without steps: where they are cut follows from what each hears and costs alone. */
function heard(...waits: readonly (readonly number[])[]): StepGroup[] {
  return waits.map(list => ({ steps: [], loops: false, waits: list }))
}

const waitsOf = (groups: readonly StepGroup[], costs: readonly number[], threads = 2) =>
  planTasks(groups, costs, threads).map(({ waits }) => waits)

describe('A-07 work for threads', () => {
  test('tracks end where tasks do, so that none waits for another', () => {
    // 24 tracks of three, and what hears all of them.
    const tracks = Array.from({ length: 24 }, (_, track) =>
      heard([], [track * 3], [track * 3 + 1]),
    ).flat()
    const ends = Array.from({ length: 24 }, (_, track) => track * 3 + 2)
    const groups = [...tracks, ...heard(ends, [72])]
    const waits = waitsOf(groups, [...tracks.map(() => 0.01), 0.02, 0.06])
    const last = waits.length - 1
    expect(waits.slice(0, last).every(list => list.length === 0)).toBe(true)
    expect(waits[last]).toEqual(Array.from({ length: last }, (_, task) => task))
    expect(last).toBeGreaterThanOrEqual(12)
  })

  test('a short track before the sum of all does not wait with it', () => {
    const tracks = Array.from({ length: 13 }, () => heard([])).flat()
    const groups = [...tracks, ...heard(tracks.keys().toArray())]
    const waits = waitsOf(groups, [...Array.from({ length: 12 }, () => 0.1), 0.04, 0.06])
    expect(waits).toEqual([...tracks.map(() => []), tracks.keys().toArray()])
  })

  test('what takes next to nothing is one task', () => {
    expect(waitsOf(heard([], [0], [], [1, 2]), [0.001, 0.001, 0.001, 0.001])).toEqual([[]])
    expect(waitsOf(heard([], [0], [], [1, 2]), [])).toEqual([[]])
  })
})
