import type { Emitter } from '#shared/kit'
import type { Node, Project } from '#shared/graph'
import type { Sound } from '../engine'

/** A sound of which more comes; what it is has another id as soon as there is more of it. */
export interface EarlySound extends Sound {
  readonly id: string
}

/** What nodes that work as jobs have made so far. */
export interface EarlySounds {
  readonly changed: Pick<Emitter<string>, 'on'>
  /** By node and output. */
  of(project: string): ReadonlyMap<string, ReadonlyMap<string, EarlySound>>
}

/** The project with what is there of sounds that are being made, where nothing was made before; and those sounds. */
export function withEarlySounds(
  document: Project,
  early: ReadonlyMap<string, ReadonlyMap<string, EarlySound>>,
): { readonly document: Project; readonly sounds: ReadonlyMap<string, Sound> } {
  const sounds = new Map<string, Sound>()
  const nodes: Record<string, Node> = {}
  for (const [id, outputs] of early) {
    const node = document.graph.nodes[id]
    if (node === undefined || node.result !== undefined) continue
    const clips: Record<string, string> = {}
    for (const [port, { id: name, path, sampleRate, channels, frames }] of outputs) {
      clips[port] = name
      sounds.set(name, { path, sampleRate, channels, frames })
    }
    nodes[id] = { ...node, result: { key: '', by: 'so far', clips } }
  }
  if (sounds.size === 0) return { document, sounds }
  const { graph } = document
  const heard = { ...document, graph: { ...graph, nodes: { ...graph.nodes, ...nodes } } }
  return { document: heard, sounds }
}
