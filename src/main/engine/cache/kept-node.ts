import type { PortSpec } from '#shared/graph'
import type { EngineNode } from '../graph'
import type { KeptSound } from './render-cache'

/** The port of a node that reads what was kept. */
export const KEPT_PORT = 'out'

/** A node that gives what another one gave, at the same time and as late, from the disk. */
export function keptNode(id: string, sound: KeptSound, kind: PortSpec['kind']): EngineNode {
  const { path, channels, frames, crc, lag } = sound
  return {
    id,
    label: id,
    kind: 'generator',
    inputs: {},
    outputs: { [KEPT_PORT]: { kind, channels: 'asset' } },
    dsp: { form: 'kept', kept: { path, channels, frames, crc } },
    bypassed: false,
    params: {},
    sounds: {},
    latency: { frames: lag },
  }
}
