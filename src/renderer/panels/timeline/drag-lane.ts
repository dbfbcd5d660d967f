import {
  addPoint,
  bendCurve,
  formatParam,
  fromKnob,
  movePoints,
  removePoints,
  thinned,
  toKnob,
  writePoints,
  type AutomationPoint,
  type Curve,
  type Edit,
} from '#shared/graph'
import { dispatch } from '../../state'
import { laneValue, laneY } from './draw-lane'
import { snappedAt, type Gesture, type Pointer } from './gesture'
import { paramLabel } from './hit'
import { selectPoints, useLanes } from './lane-state'
import { commitPreview, dropPreview, preview } from './preview'
import { pointWords } from './readouts'
import type { LaneRow } from './rows'
import { beatAtX, timeOf, useView } from './view'

export function pointsOf({ track, param }: LaneRow): readonly AutomationPoint[] {
  return track.node.automation?.[param] ?? []
}

export function laneEdit({ track, param }: LaneRow, points: readonly AutomationPoint[]): Edit[] {
  return [{ kind: 'set-automation', node: track.node.id, param, points: [...points] }]
}

function placeOf(row: LaneRow, at: Pointer): AutomationPoint {
  const y = at.y + useView.getState().top - row.y
  const value = laneValue(row.spec, y, row.height - 1)
  return { time: timeOf(snappedAt(at)), value, curve: curveFor(row) }
}

/** Choices of a step hold; all else goes in a line. */
function curveFor({ spec }: LaneRow): Curve {
  return spec.step === undefined ? 'linear' : 'hold'
}

/** Sets a point and holds it. */
export function dragNewPoint(row: LaneRow, from: Pointer): Gesture {
  const before = pointsOf(row)
  let point = placeOf(row, from)
  const put = (at: Pointer) => {
    point = placeOf(row, at)
    const points = addPoint(before, point)
    preview(laneEdit(row, points))
    selectPoints(row.key, [points.indexOf(point)])
  }
  put(from)
  return {
    move: put,
    says: () => pointWords(row.spec, point),
    end: () => commitPreview(`Add a point to ${paramLabel(row)}`),
    cancel: dropPreview,
  }
}

/** Moves the selected points of a lane; with Shift only up and down. */
export function dragPoints(row: LaneRow, index: number, from: Pointer): Gesture {
  const before = pointsOf(row)
  const held = before[index]
  const { lane, points } = useLanes.getState()
  const chosen = lane === row.key && points.has(index) ? points : new Set([index])
  selectPoints(row.key, chosen)
  const label = paramLabel(row)
  const first = Math.min(...[...chosen].map(at => before[at]?.time ?? 0))
  let shown = held
  return {
    move(to) {
      if (held === undefined) return
      const place = placeOf(row, to)
      const start = toKnob(row.spec, held.value)
      const knob = toKnob(
        row.spec,
        laneValue(row.spec, knobY(row, held.value) + to.y - from.y, row.height - 1),
      )
      const time = Math.max(to.shift ? 0 : place.time - held.time, -first)
      const value = (old: number) => fromKnob(row.spec, toKnob(row.spec, old) + knob - start)
      preview(laneEdit(row, movePoints(before, chosen, { time, value })))
      shown = { ...held, time: held.time + time, value: value(held.value) }
    },
    says: () => (shown === undefined ? [] : pointWords(row.spec, shown)),
    end: moved => {
      const what = chosen.size === 1 ? 'a point' : 'points'
      if (moved) commitPreview(`Move ${what} of ${label}`)
      else dropPreview()
    },
    cancel: dropPreview,
  }
}

function knobY(row: LaneRow, value: number): number {
  return laneY(row.spec, value, row.height - 1)
}

/** Draws a curve by hand. */
export function drawByHand(row: LaneRow, from: Pointer): Gesture {
  const before = pointsOf(row)
  const drawn = new Map<number, AutomationPoint>()
  let point = placeOf(row, from)
  const add = (at: Pointer) => {
    point = { ...placeOf(row, at), time: timeOf(beatAtX(at.x)) }
    drawn.set(Math.round(at.x), point)
    const points = [...drawn.values()].toSorted((a, b) => a.time - b.time)
    preview(laneEdit(row, writePoints(before, thinned(points))))
  }
  add(from)
  selectPoints(undefined)
  return {
    move: add,
    says: () => pointWords(row.spec, point),
    end: () => commitPreview(`Draw ${paramLabel(row)}`),
    cancel: dropPreview,
  }
}

const curves: readonly Curve[] = ['linear', 'spline', 'exponential', 'hold']

/** The handle between two points: dragged it bends the curve there, clicked the curve goes another way. */
export function dragCurve(row: LaneRow, index: number): Gesture {
  const before = pointsOf(row)
  let value: number = row.spec.default
  return {
    move(to) {
      const y = to.y + useView.getState().top - row.y
      value = laneValue(row.spec, y, row.height - 1)
      preview(laneEdit(row, bendCurve(before, index, value)))
      selectPoints(row.key, [index + 1])
    },
    says: () => [formatParam(row.spec, value)],
    end(moved) {
      if (moved) commitPreview(`Bend ${paramLabel(row)}`)
      else cycleCurve(row, index)
    },
    cancel() {
      dropPreview()
      selectPoints(undefined)
    },
  }
}

/** The curve from a point to the next goes another way. */
function cycleCurve(row: LaneRow, index: number): void {
  const points = pointsOf(row)
  const now = curves.indexOf(points[index]?.curve ?? 'linear')
  setCurve(row, [index], curves[(now + 1) % curves.length] ?? 'linear')
}

export function setCurve(row: LaneRow, indices: Iterable<number>, curve: Curve): void {
  const chosen = new Set(indices)
  const points = pointsOf(row).map((point, index) =>
    chosen.has(index) ? { ...point, curve } : point,
  )
  dispatch(`Curve of ${paramLabel(row)}`, laneEdit(row, points))
}

export function deletePoints(row: LaneRow, indices: ReadonlySet<number>): void {
  dispatch(
    `Delete points of ${paramLabel(row)}`,
    laneEdit(row, removePoints(pointsOf(row), indices)),
  )
  selectPoints(undefined)
}
