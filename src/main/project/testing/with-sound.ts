import { join } from 'node:path'
import { emptyProject, type Asset, type Project } from '#shared/graph'
import { sha256 } from '../../kit'
import { put } from './test-studio'

/** A project file with one sound that `a` plays. */
export function withSound(folder: string, bytes = 'sound'): { project: Project; asset: Asset } {
  const hash = sha256(bytes)
  const asset: Asset = {
    sha256: hash,
    name: 's.wav',
    path: 'audio/s.wav',
    bytes: bytes.length,
    sampleRate: 48_000,
    channels: 1,
    frames: 1,
  }
  const empty = emptyProject('sound', 'Sound')
  const player = {
    id: 'a',
    type: 'player/player',
    position: { x: 0, y: 0 },
    params: { sound: hash },
  }
  const project = {
    ...empty,
    graph: { ...empty.graph, nodes: { ...empty.graph.nodes, a: player } },
    assets: { [hash]: asset },
  }
  put(join(folder, 'audio/s.wav'), bytes)
  return { project, asset }
}
