import {
  thinned,
  writePoints,
  type AutomationPoint,
  type Edit,
  type ParamValue,
} from '#shared/graph'
import { catalog } from './catalog'
import { graphNow } from './project'
import { laneKey, useTimeline } from './timeline'
import { playheadNow, useTransport } from './transport'

interface Writing {
  readonly gesture: string
  /** The lane as it was before. */
  readonly before: readonly AutomationPoint[]
  readonly turned: AutomationPoint[]
}

const lanes = new Map<string, Writing>()

/**
 * What the turn of a knob writes to its lane: nothing unless it plays and the lane is armed. One gesture is one stretch of
 * the curve; where the timeline goes round it begins anew.
 */
export function writeTurn(node: string, param: string, value: ParamValue, gesture: string): Edit[] {
  const key = laneKey(node, param)
  if (!useTimeline.getState().writing.has(key) || !useTransport.getState().playing) return []
  const found = graphNow().nodes[node]
  const spec = found && catalog().get(found.type)?.params[param]
  if (found === undefined || spec?.kind !== 'number' || typeof value !== 'number') return []
  const time = playheadNow()
  const known = lanes.get(key)
  const goesOn = known?.gesture === gesture && time >= (known.turned.at(-1)?.time ?? 0)
  const writing = goesOn ? known : { gesture, before: found.automation?.[param] ?? [], turned: [] }
  lanes.set(key, writing)
  const curve = spec.step === undefined ? 'linear' : 'hold'
  writing.turned.push({ time, value, curve })
  const points = writePoints(writing.before, thinned(writing.turned))
  return [{ kind: 'set-automation', node, param, points }]
}
