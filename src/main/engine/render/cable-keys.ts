import { isModulation, type CableEnd, type PortSpec } from '#shared/graph'
import type { SceneCable } from './scene'

/** As many as a port alone says, whatever is wired to it. */
export function channelsOf(port: PortSpec | undefined): number {
  if (typeof port?.channels === 'number') return port.channels
  return port?.kind === 'audio' ? 2 : 1
}

/** An output, as buses are kept by it. */
export function endKey({ node, port }: CableEnd): string {
  return `${node}/${port}`
}

/** Parameters and inputs may have the same names. */
export function inputKey(cable: SceneCable): string {
  const { node, port } = cable.to
  return isModulation(cable) ? `${node}/~${port}` : `${node}/${port}`
}

/** Sums are made in the order of the cables' ids: float addition in another order gives other bits. */
export function byId(a: SceneCable, b: SceneCable): number {
  return a.id < b.id ? -1 : 1
}
