import { emptyProject, type Node, type Project } from '#shared/graph'

/** Asset ids of the sounds that the players play: each a file of its own. */
export const SOUNDS = Array.from({ length: 7 }, (_, index) => `sound${index}`)

/** What stands behind the equaliser and the compressor of a recorded track. */
const COLOURS = ['distortion', 'chorus', 'phaser', 'tremolo', 'delay', 'flanger', 'gate']
const position = { x: 0, y: 0 }

/**
 * A song of 50 nodes: seven recorded tracks (player, equaliser, compressor, an effect, pan), three played by
 * oscillators and noise (source, filter, effect), of which one is moved by an LFO; two tracks send into a reverb;
 * half of the tracks have a mixer of their own, and behind the sum of all comes a compressor.
 */
export function song(seconds: number): Project {
  const project = emptyProject('song', 'Song')
  project.transport.length = seconds
  const { nodes, cables } = project.graph
  const add = (id: string, name: string, params: Node['params'] = {}) => {
    nodes[id] = { id, type: `${name}/${name}`, position, params }
    return id
  }
  const wire = (from: string, to: string, port = 'in', out = 'out') => {
    const id = `${from}-${out}-${to}-${port}`
    cables[id] = { id, from: { node: from, port: out }, to: { node: to, port } }
  }
  const chain = (...ids: readonly string[]) => {
    ids.slice(1).forEach((to, index) => wire(ids[index] ?? '', to))
    return ids.at(-1) ?? ''
  }
  const recorded = SOUNDS.map((sound, track) =>
    chain(
      add(`player${track}`, 'player', { sound, loop: true, level: -12 }),
      add(`eq${track}`, 'eq', { gain2: 3, gain3: -2 }),
      add(`compressor${track}`, 'compressor'),
      add(`colour${track}`, COLOURS[track] ?? ''),
      add(`pan${track}`, 'pan', { pan: (track * 20 - 60) / 100 }),
    ),
  )
  const played = ['oscillator', 'noise', 'oscillator'].map((source, track) =>
    chain(
      add(`source${track}`, source, { level: -18 }),
      add(`filter${track}`, 'svf'),
      add(`effect${track}`, 'ping-pong'),
    ),
  )
  wire(add('lfo', 'lfo'), 'filter0', 'cutoff')
  add('group', 'mixer')
  add('sum', 'mixer')
  const tracks = [...recorded, ...played]
  tracks.forEach((track, index) => {
    wire(track, index < 5 ? 'group' : 'sum', `in${(index % 5) + 1}`)
  })
  add('reverb', 'reverb', { mix: 100 })
  for (const track of [recorded[0] ?? '', played[0] ?? '']) wire(track, 'reverb')
  wire('group', 'sum', 'in6')
  wire('reverb', 'sum', 'in7')
  chain('sum', add('master', 'compressor'), 'output')
  return project
}
