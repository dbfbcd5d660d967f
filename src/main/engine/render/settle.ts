import type { Bus } from './bus'
import type { Placed, SceneIndex } from './scene-index'
import type { SceneCable, SceneKey } from './scene'
import type { Unit } from './unit'

/** How many channels each input has that something is wired to. */
export type InputChannels = Readonly<Record<string, number>>

/** What a node gives to those behind it: its outputs, as wide as they are. */
export type Outputs = ReadonlyMap<string, Bus>

/** The unit of a node whose inputs have these numbers of channels: the present one, or another. */
export type UnitFor = (key: SceneKey, channels: InputChannels) => Unit

/**
 * Finds the unit of a node, made for what is wired to it. Nodes come in the order of rendering, since how wide an
 * output is may follow from the inputs.
 */
export function settle(
  index: SceneIndex,
  placed: Placed,
  outputsOf: (key: SceneKey) => Outputs | undefined,
  unitFor: UnitFor,
): Unit | undefined {
  if (placed.node.kind === 'output') return undefined
  const channels: Record<string, number> = {}
  for (const cable of placed.inputs) {
    const { port } = cable.to
    if (!(port in placed.node.inputs)) continue
    // What fades out does not widen what stays.
    const width = cable.fade === 'out' ? undefined : widthOf(index, cable, outputsOf)
    if (width !== undefined) channels[port] = Math.max(channels[port] ?? 0, width)
  }
  return unitFor(placed.key, channels)
}

function widthOf(
  index: SceneIndex,
  cable: SceneCable,
  outputsOf: (key: SceneKey) => Outputs | undefined,
): number | undefined {
  if (index.isHeld(cable)) return index.heldWidth(cable.from)
  return outputsOf(cable.from.node)?.get(cable.from.port)?.channels
}
