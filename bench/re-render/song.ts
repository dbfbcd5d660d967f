import { emptyProject, type Node, type Project } from '#shared/graph'

/** Asset ids of the sounds that the players play: each a file of its own. */
export const SOUNDS = Array.from({ length: 7 }, (_, index) => `sound${index}`)

/** What stands behind the equaliser and the compressor of a recorded track. */
const COLOURS = ['distortion', 'chorus', 'phaser', 'tremolo', 'delay', 'flanger', 'gate']
const position = { x: 0, y: 0 }
/** Inputs of a mixer. */
const INPUTS = 8

/** What songs are made of: nodes, cables, and chains of both. */
class Sketch {
  readonly project: Project

  constructor(seconds: number) {
    this.project = emptyProject('song', 'Song')
    this.project.transport.length = seconds
  }

  add(id: string, name: string, params: Node['params'] = {}): string {
    this.project.graph.nodes[id] = { id, type: `${name}/${name}`, position, params }
    return id
  }

  wire(from: string, to: string, port = 'in', out = 'out'): void {
    const id = `${from}-${out}-${to}-${port}`
    this.project.graph.cables[id] = { id, from: { node: from, port: out }, to: { node: to, port } }
  }

  /** The last one. */
  chain(...ids: readonly string[]): string {
    ids.slice(1).forEach((to, index) => this.wire(ids[index] ?? '', to))
    return ids.at(-1) ?? ''
  }
}

/**
 * A song of 50 nodes: seven recorded tracks (player, equaliser, compressor, an effect, pan), three played by
 * oscillators and noise (source, filter, effect), of which one is moved by an LFO; two tracks send into a reverb;
 * half of the tracks have a mixer of their own, and behind the sum of all comes a compressor.
 */
export function song(seconds: number): Project {
  const sketch = new Sketch(seconds)
  const recorded = SOUNDS.map((sound, track) =>
    sketch.chain(
      sketch.add(`player${track}`, 'player', { sound, loop: true, level: -12 }),
      sketch.add(`eq${track}`, 'eq', { gain2: 3, gain3: -2 }),
      sketch.add(`compressor${track}`, 'compressor'),
      sketch.add(`colour${track}`, COLOURS[track] ?? ''),
      sketch.add(`pan${track}`, 'pan', { pan: (track * 20 - 60) / 100 }),
    ),
  )
  const played = ['oscillator', 'noise', 'oscillator'].map((source, track) =>
    sketch.chain(
      sketch.add(`source${track}`, source, { level: -18 }),
      sketch.add(`filter${track}`, 'svf'),
      sketch.add(`effect${track}`, 'ping-pong'),
    ),
  )
  sketch.wire(sketch.add('lfo', 'lfo'), 'filter0', 'cutoff')
  sketch.add('group', 'mixer')
  sketch.add('sum', 'mixer')
  const tracks = [...recorded, ...played]
  tracks.forEach((track, index) => {
    sketch.wire(track, index < 5 ? 'group' : 'sum', `in${(index % 5) + 1}`)
  })
  sketch.add('reverb', 'reverb', { mix: 100 })
  for (const track of [recorded[0] ?? '', played[0] ?? '']) sketch.wire(track, 'reverb')
  sketch.wire('group', 'sum', 'in6')
  sketch.wire('reverb', 'sum', 'in7')
  sketch.chain('sum', sketch.add('master', 'compressor'), 'output')
  return sketch.project
}

/**
 * A song of 50 nodes in which no track hears another: fifteen recorded ones (player, equaliser, compressor), two mixers of
 * theirs, one of both, and a compressor behind it.
 */
export function wideSong(seconds: number): Project {
  const sketch = new Sketch(seconds)
  const mixers = ['drums', 'band', 'sum'].map(id => sketch.add(id, 'mixer'))
  for (let track = 0; track < 15; track++) {
    const end = sketch.chain(
      sketch.add(`player${track}`, 'player', {
        sound: SOUNDS[track % SOUNDS.length] ?? '',
        loop: true,
        level: -18,
      }),
      sketch.add(`eq${track}`, 'eq', { gain2: 3, gain3: (track % 5) - 2 }),
      sketch.add(`compressor${track}`, 'compressor'),
    )
    sketch.wire(end, mixers[Math.floor(track / INPUTS)] ?? '', `in${(track % INPUTS) + 1}`)
  }
  sketch.wire('drums', 'sum', 'in1')
  sketch.wire('band', 'sum', 'in2')
  sketch.chain('sum', sketch.add('master', 'compressor'), 'output')
  return sketch.project
}
