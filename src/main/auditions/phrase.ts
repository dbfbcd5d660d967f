import {
  emptyProject,
  pluginOf,
  type Asset,
  type Cable,
  type Node,
  type NodeCatalog,
  type NodeDefinition,
  type Project,
} from '#shared/graph'

/** How long a phrase of ours is heard, with what still sounds after it. */
export const PHRASE_SECONDS = 8

/** The sounds that go through effects, as they lie beside the demo projects. */
export interface PhraseSounds {
  readonly harp: Asset
  readonly voice: Asset
}

/** The node of a plugin that is best to hear: one that sounds, else one that plays. */
export function nodeToHear(catalog: NodeCatalog, plugin: string): NodeDefinition | undefined {
  const own = [...catalog.values()].filter(({ type }) => pluginOf(type) === plugin)
  const gives = (kind: string) =>
    own.find(({ outputs }) => Object.values(outputs).some(port => port.kind === kind))
  return gives('audio') ?? gives('notes')
}

/** A project in which a node is heard with a phrase: a harp or a few notes into it, a synth where it plays notes. */
export function phraseFor(definition: NodeDefinition, sounds: PhraseSounds): Project {
  const { type, inputs, outputs } = definition
  const nodes: Node[] = [node('heard', type), node('output', 'output/output')]
  const cables: Cable[] = []
  const join = (from: string, port: string, to: string, at: string) =>
    cables.push({
      id: `${from}-${to}-${at}`,
      from: { node: from, port },
      to: { node: to, port: at },
    })
  const audioIns = portsOf(inputs, 'audio')
  const [notesIn] = portsOf(inputs, 'notes')
  const [audioOut] = portsOf(outputs, 'audio')
  const [notesOut] = portsOf(outputs, 'notes')
  const [main, side] = audioIns
  if (main !== undefined) {
    nodes.push(node('harp', 'player/player', { sound: sounds.harp.sha256, level: -3 }))
    join('harp', 'out', 'heard', main)
  }
  if (side !== undefined) {
    nodes.push(node('voice', 'player/player', { sound: sounds.voice.sha256, loop: true }))
    join('voice', 'out', 'heard', side)
  }
  if (notesIn !== undefined) {
    nodes.push(node('track', 'note-track/note-track'))
    join('track', 'out', 'heard', notesIn)
  }
  if (audioOut !== undefined) {
    join('heard', audioOut, 'output', 'in')
  } else if (notesOut !== undefined) {
    nodes.push(node('synth', 'synth/synth'))
    join('heard', notesOut, 'synth', 'notes')
    join('synth', 'out', 'output', 'in')
  }
  const empty = emptyProject('audition', definition.label)
  return {
    ...empty,
    assets: { [sounds.harp.sha256]: sounds.harp, [sounds.voice.sha256]: sounds.voice },
    clips: notesIn === undefined ? {} : { melody },
    transport: { ...empty.transport, tempo: 108, length: PHRASE_SECONDS },
    graph: {
      ...empty.graph,
      nodes: Object.fromEntries(nodes.map(each => [each.id, each])),
      cables: Object.fromEntries(cables.map(each => [each.id, each])),
    },
  }
}

/** A rising and falling figure in D minor over a held bass, four bars. */
const melody = {
  id: 'melody',
  kind: 'notes',
  node: 'track',
  start: 0,
  length: 14,
  offset: 0,
  notes: Object.fromEntries(
    [
      ...[62, 65, 69, 72, 76, 72, 69, 65, 62, 67, 70, 74, 77, 74, 70, 67].map((key, index) => ({
        key,
        start: index / 2,
        length: 0.45,
      })),
      ...[60, 64, 67, 72].map(key => ({ key, start: 8, length: 1.9 })),
      ...[62, 65, 69, 74].map(key => ({ key, start: 10, length: 3.5 })),
      { key: 38, start: 0, length: 3.9 },
      { key: 43, start: 4, length: 3.9 },
      { key: 36, start: 8, length: 1.9 },
      { key: 38, start: 10, length: 3.5 },
    ].map((note, index) => {
      const id = `n${index}`
      return [id, { ...note, id, velocity: 0.7 + 0.25 * ((index % 4) / 4) }]
    }),
  ),
} as const

function node(id: string, type: string, params: Node['params'] = {}): Node {
  return { id, type, params, position: { x: 0, y: 0 } }
}

function portsOf(ports: NodeDefinition['inputs'], kind: string) {
  return Object.entries(ports)
    .filter(([, port]) => port.kind === kind)
    .map(([id]) => id)
}
