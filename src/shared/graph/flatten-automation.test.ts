import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automationAt, type AutomationPoint, type Curve } from './automation'
import type { AutomationClip } from './clips'
import { flattenAutomation } from './flatten-automation'
import { emptyProject, type Project } from './project'
import { randomAutomationClip, randomTimeline } from './testing'
import { secondsAt, tempoMapOf } from './tempo-map'

/** A project at 60 beats a minute, so that a beat is a second. */
function project(lane: AutomationPoint[], clips: AutomationClip[]): Project {
  const empty = emptyProject('p', 'Test')
  const gain = { id: 'g', type: 'gain/gain', position: { x: 0, y: 0 }, params: {} }
  return {
    ...empty,
    transport: { ...empty.transport, tempo: 60 },
    graph: {
      ...empty.graph,
      nodes: { g: lane.length > 0 ? { ...gain, automation: { gain: lane } } : gain },
      cables: {},
    },
    clips: Object.fromEntries(clips.map(clip => [clip.id, clip])),
  }
}

function clip(
  id: string,
  start: number,
  length: number,
  points: [number, number][],
  curve: Curve = 'linear',
): AutomationClip {
  return {
    id,
    kind: 'automation',
    node: 'g',
    param: 'gain',
    start,
    length,
    points: points.map(([beat, value]) => ({ beat, value, curve })),
  }
}

const lane: AutomationPoint[] = [
  { time: 1, value: 1, curve: 'spline' },
  { time: 3, value: 10, curve: 'spline' },
  { time: 4, value: 11, curve: 'exponential' },
  { time: 6, value: 88, curve: 'linear' },
]

describe('T-05 automation in clips', () => {
  test('without clips the lane is as it was, and without a lane there is nothing', () => {
    expect(flattenAutomation(project(lane, []), 'g', 'gain', 0)).toEqual(lane)
    expect(flattenAutomation(project([], []), 'g', 'gain', 0)).toEqual([])
  })

  test('in a clip the clip counts, before its first and after its last point too; outside the value', () => {
    const points = flattenAutomation(
      project(
        [],
        [
          clip('a', 2, 4, [
            [1, 5],
            [3, 7],
          ]),
        ],
      ),
      'g',
      'gain',
      -6,
    )
    const at = (time: number) => automationAt(points, time)
    expect([0, 1.99, 2, 3, 4, 5, 5.99, 6, 99].map(at)).toEqual([-6, -6, 5, 5, 6, 7, 7, -6, -6])
  })

  test('of overlapping clips the later start wins, and the earlier goes on behind it', () => {
    const clips = [
      clip('c', 0, 8, [
        [0, 0],
        [8, 8],
      ]),
      clip('b', 2, 2, [[0, 50]]),
      clip('a', 2, 1, [[0, 40]]),
      { ...clip('z', 1, 6, [[0, 99]]), muted: true },
    ]
    const points = flattenAutomation(project([], clips), 'g', 'gain', -1)
    const at = (time: number) => automationAt(points, time)
    expect([1, 2, 3.5, 4, 5, 8].map(at)).toEqual([1, 50, 50, 4, 5, -1])
  })

  test('a spline that a clip cuts goes on beside the clip as it went', () => {
    // Steep between gentle ends: its slopes are bounded, and not what the points left over would tell.
    const steep = [0, 1, 10, 11].map((value, time): AutomationPoint => {
      return { time, value, curve: 'spline' }
    })
    const song = project(steep, [clip('a', 1.25, 0.5, [[0, 5]])])
    const points = flattenAutomation(song, 'g', 'gain', 0)
    for (const time of [0.5, 1.1, 1.24, 1.76, 1.9, 2.5]) {
      expect(automationAt(points, time)).toBeCloseTo(automationAt(steep, time), 10)
    }
    expect(automationAt(points, 1.5)).toBe(5)
  })

  test('points lie where the tempo puts them', () => {
    const song = project(
      [],
      [
        clip('a', 4, 8, [
          [0, 0],
          [4, 8],
        ]),
      ],
    )
    song.transport.tempoMap = [{ beat: 4, bpm: 120, curve: 'hold' }]
    const points = flattenAutomation(song, 'g', 'gain', 0)
    expect(automationAt(points, 5)).toBe(4)
  })

  test('anything: at every time it has the value of the clip that counts there, to the last digits', () => {
    const clips = fc.uniqueArray(
      randomAutomationClip(fc.constant('g')).map(item => ({ ...item, param: 'gain' })),
      { maxLength: 4, selector: item => item.id },
    )
    const times = fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 20 })
    fc.assert(
      fc.property(clips, randomTimeline, times, fc.boolean(), (list, timeline, some, bare) => {
        const song = project(bare ? [] : lane, list)
        Object.assign(song.transport, timeline)
        const points = flattenAutomation(song, 'g', 'gain', 3)
        const map = tempoMapOf(song.transport)
        const sounding = list
          .filter(item => item.muted !== true && item.points.length > 0)
          .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
        for (const time of some) {
          const over = sounding.findLast(
            item =>
              secondsAt(map, item.start) <= time && time < secondsAt(map, item.start + item.length),
          )
          const own = over?.points.map(({ beat, ...point }) => ({
            ...point,
            time: secondsAt(map, over.start + beat),
          }))
          const expected = own ? automationAt(own, time) : bare ? 3 : automationAt(lane, time)
          const got = points.length === 0 ? 3 : automationAt(points, time)
          expect(Math.abs(got - expected)).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 500 },
    )
  })
})
