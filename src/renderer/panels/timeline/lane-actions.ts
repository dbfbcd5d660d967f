import {
  addPoint,
  automationAt,
  paramNumber,
  type NodeDefinition,
  type NumberParam,
} from '#shared/graph'
import { dispatch, laneKey, playheadNow, setTimeline, showLane, useTimeline } from '../../state'
import { laneEdit, pointsOf } from './drag-lane'
import { paramLabel } from './hit'
import type { LaneRow } from './rows'

/** The parameters of a node that can follow a curve. */
export function automatable(
  definition: NodeDefinition | undefined,
): readonly (readonly [string, NumberParam])[] {
  return Object.entries(definition?.params ?? {}).flatMap(([param, spec]) =>
    spec.kind === 'number' ? [[param, spec] as const] : [],
  )
}

export function addLane(node: string, param: string): void {
  showLane(node, param)
}

/** The lane goes from view; its curve stays. */
export function hideLane({ track, param }: LaneRow): void {
  const { lanes } = useTimeline.getState()
  const rest = (lanes[track.node.id] ?? []).filter(other => other !== param)
  setTimeline({ lanes: { ...lanes, [track.node.id]: rest } })
}

export function clearLane(row: LaneRow): void {
  dispatch(`Clear ${paramLabel(row)}`, laneEdit(row, []))
}

/** A point at the playhead, with the value that holds there. */
export function addPointHere(row: LaneRow): void {
  const { node } = row.track
  const points = pointsOf(row)
  const time = playheadNow()
  const value =
    points.length > 0
      ? automationAt(points, time)
      : paramNumber(row.spec, node.params[row.param] ?? row.spec.default)
  const curve = row.spec.step === undefined ? 'linear' : 'hold'
  dispatch(
    `Add a point to ${paramLabel(row)}`,
    laneEdit(row, addPoint(points, { time, value, curve })),
  )
}

/** While it plays, turning the knob is written to the lane. */
export function toggleWriting({ track, param }: LaneRow): void {
  const writing = new Set(useTimeline.getState().writing)
  const key = laneKey(track.node.id, param)
  if (!writing.delete(key)) writing.add(key)
  setTimeline({ writing })
}
