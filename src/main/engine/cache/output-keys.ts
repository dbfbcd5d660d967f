import { readFile, stat } from 'node:fs/promises'
import type { Frames } from '#shared/kit'
import { isModulation, type Cable, type CableEnd } from '#shared/graph'
import { sha256 } from '../../kit'
import type { EngineDsp, EngineGraph, EngineNode, Sound } from '../graph'
import type { GraphGroups } from './graph-groups'

/** What a key is made of beside the graph. */
export interface KeyBase {
  readonly engine: string
  /** Frame of the timeline with which the render begins. */
  readonly from: Frames
}

/** Name of an output in the maps of this folder. */
export function outputName({ node, port }: CableEnd): string {
  return `${node}/${port}`
}

/**
 * By node: SHA-256 over all that its samples follow from, upstream included. Nodes of a loop have one key. The
 * ids of nodes count, since noise begins with them; names and places do not. Without a key is what
 * cannot be known: a file that is not there.
 */
export async function nodeKeys(
  graph: EngineGraph,
  { groups, feedback, incoming }: GraphGroups,
  { engine, from }: KeyBase,
): Promise<ReadonlyMap<string, string>> {
  const { sampleRate, tempo } = graph.transport
  const base = sha256(JSON.stringify([engine, from, sampleRate, tempo]))
  const identities = new Map<string, Promise<string>>()
  const identityOf = (path: string, read: (path: string) => Promise<string>) => {
    const known = identities.get(path) ?? read(path)
    identities.set(path, known)
    return known
  }
  const keys = new Map<string, string>()
  for (const group of groups) {
    const inner = new Set(group)
    const sourceOf = ({ id, from: end }: Cable) =>
      inner.has(end.node) ? `${end.node} ${feedback.has(id)}` : keys.get(end.node)
    const wires = group.flatMap(id => incoming.get(id) ?? [])
    if (wires.some(cable => sourceOf(cable) === undefined)) continue
    const nodes = await Promise.all(
      group.flatMap(id => graph.nodes[id] ?? []).map(node => partsOf(node, identityOf)),
    )
    if (nodes.includes(undefined)) continue
    const cables = wires.map(cable => [
      cable.to.node,
      cable.to.port,
      isModulation(cable) ? (cable.depth ?? 0) : undefined,
      sourceOf(cable),
      cable.from.port,
    ])
    const key = sha256(JSON.stringify([base, nodes, cables]))
    for (const id of group) keys.set(id, key)
  }
  return keys
}

type Identify = (path: string, read: (path: string) => Promise<string>) => Promise<string>

/** Everything of a node but its name, with files by what is in them. */
async function partsOf(node: EngineNode, identityOf: Identify): Promise<unknown> {
  const { label: _label, dsp, sounds, ...rest } = node
  try {
    const files = Object.entries(sounds).map(async ([param, sound]) => [
      param,
      await soundIdentity(sound, identityOf),
    ])
    return [rest, await dspIdentity(dsp, identityOf), await Promise.all(files)]
  } catch {
    return undefined
  }
}

async function dspIdentity(dsp: EngineDsp, identityOf: Identify): Promise<unknown> {
  if (dsp.form !== 'script') return dsp
  const { path, revision: _revision, place: _place, limits: _limits, ...code } = dsp.code
  return [code, await identityOf(path, async file => sha256(await readFile(file)))]
}

/** Decoded sounds are named by what was decoded; size and time tell of whatever else may lie there. */
async function soundIdentity({ path, ...facts }: Sound, identityOf: Identify): Promise<unknown> {
  const file = await identityOf(path, async at => {
    const { size, mtimeMs } = await stat(at)
    return `${at} ${size} ${mtimeMs}`
  })
  return [facts, file]
}
