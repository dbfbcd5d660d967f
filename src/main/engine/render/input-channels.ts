import type { Bus } from './bus'
import type { Placed, SceneIndex } from './scene-index'
import type { SceneCable, SceneKey } from './scene'

/** How many channels each input has that something is wired to. */
export type InputChannels = Readonly<Record<string, number>>

/** What a node gives to those behind it: its outputs, as wide as they are. */
export type Outputs = ReadonlyMap<string, Bus>

/**
 * How wide the inputs of a node are. Asked for in the order of rendering, since how wide an output is may follow from
 * the inputs of its node.
 */
export function inputChannelsOf(
  index: SceneIndex,
  { node, inputs }: Placed,
  outputsOf: (key: SceneKey) => Outputs | undefined,
): InputChannels {
  const channels: Record<string, number> = {}
  for (const cable of inputs) {
    const { port } = cable.to
    if (!(port in node.inputs)) continue
    // What fades out does not widen what stays.
    const width = cable.fade === 'out' ? undefined : widthOf(index, cable, outputsOf)
    if (width !== undefined) channels[port] = Math.max(channels[port] ?? 0, width)
  }
  return channels
}

function widthOf(
  index: SceneIndex,
  cable: SceneCable,
  outputsOf: (key: SceneKey) => Outputs | undefined,
): number | undefined {
  if (index.isHeld(cable)) return index.heldWidth(cable.from)
  return outputsOf(cable.from.node)?.get(cable.from.port)?.channels
}
