import type { Hertz, Frames } from '#shared/kit'
import type { PortSpec } from '#shared/graph'
import type { EngineNode } from '../graph'
import type { KeptSound } from './render-cache'

/** The port of a node that reads what was kept. */
export const KEPT_PORT = 'out'

/** A node that gives what another one gave, at the same time and as late, from the disk. */
export function keptNode(
  id: string,
  sound: KeptSound,
  kind: PortSpec['kind'],
  from: Frames,
  sampleRate: Hertz,
): EngineNode {
  const { path, channels, frames, lag } = sound
  return {
    id,
    label: id,
    kind: 'generator',
    inputs: {},
    outputs: { [KEPT_PORT]: { kind, channels: 'asset' } },
    dsp: {
      form: 'kernels',
      kernels: {
        player: {
          kernel: 'player',
          params: { sound: { param: 'sound' }, start: { param: 'start' } },
        },
      },
      cables: [`player.out -> ${KEPT_PORT}`],
    },
    bypassed: false,
    params: {
      sound: { value: 0, glides: false },
      start: { value: from / sampleRate, glides: false },
    },
    sounds: { sound: { path, sampleRate, channels, frames } },
    latency: { frames: lag },
  }
}
