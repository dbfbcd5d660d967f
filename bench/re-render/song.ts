import { emptyProject, type Project } from '#shared/graph'

/** Asset ids of the sounds that the players play: each a file of its own. */
export const SOUNDS = Array.from({ length: 8 }, (_, index) => `sound${index}`)

const position = { x: 0, y: 0 }

/**
 * A song of 50 nodes as songs are: eight recorded tracks and two played ones, each with its effects, through two
 * group mixers, a reverb and an echo beside them, and a master chain.
 */
export function song(seconds: number): Project {
  const project = emptyProject('song', 'Song')
  project.transport.length = seconds
  const { nodes, cables } = project.graph
  const add = (
    id: string,
    type: string,
    params: Project['graph']['nodes'][string]['params'] = {},
  ) => {
    nodes[id] = { id, type, position, params }
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
  const tracks = SOUNDS.map((sound, track) => {
    const own = (name: string) => `${name}${track}`
    return chain(
      add(own('player'), 'player/player', { sound, loop: true }),
      add(own('eq'), 'eq/eq', { gain1: 3, gain2: -2 }),
      add(own('shape'), shapes[track % shapes.length] ?? ''),
      add(own('pan'), 'pan/pan', { pan: track * 20 - 70 }),
    )
  })
  const synth = chain(
    add('noise', 'noise/noise', { level: -18 }),
    add('filter', 'svf/svf', { frequency: 800 }),
    add('chorus', 'chorus/chorus'),
  )
  const lead = chain(
    add('osc', 'oscillator/oscillator', { level: -12 }),
    add('distortion', 'distortion/distortion'),
    add('phaser', 'phaser/phaser'),
  )
  add('lfo', 'lfo/lfo')
  wire('lfo', 'filter', 'cutoff')
  add('drums', 'mixer/mixer')
  add('band', 'mixer/mixer')
  tracks.forEach((track, index) =>
    wire(track, index < 4 ? 'drums' : 'band', `in${(index % 4) + 1}`),
  )
  wire(synth, 'band', 'in5')
  wire(lead, 'band', 'in6')
  const glue = chain('drums', add('glue', 'compressor/compressor'))
  const room = chain(
    add('room', 'send/send', { level: -12 }),
    add('reverb', 'reverb/reverb'),
    add('roomEq', 'eq/eq'),
  )
  const echo = chain(add('echoes', 'send/send'), add('echo', 'ping-pong/ping-pong'))
  wire('band', 'room')
  wire('band', 'echoes')
  chain(
    add('sum', 'mixer/mixer'),
    add('masterEq', 'eq/eq', { gain1: 1 }),
    add('masterGlue', 'compressor/compressor'),
    'output',
  )
  const into = [glue, 'band', room, echo]
  into.forEach((from, index) => wire(from, 'sum', `in${index + 1}`))
  return { ...project, graph: { nodes, cables } }
}
const shapes = [
  'compressor/compressor',
  'gate/gate',
  'compressor/compressor',
  'distortion/distortion',
]
