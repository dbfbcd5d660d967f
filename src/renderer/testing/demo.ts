import { emptyProject, type Cable, type Node, type ParamValue, type Project } from '#shared/graph'

const SOUND = 'a'.repeat(64)

/** A project with everything that the canvas can show. */
export function demoProject(): Project {
  const project = emptyProject('demo', 'Night bus')
  return {
    ...project,
    transport: { ...project.transport, loop: { enabled: true, start: 8, end: 24 } },
    graph: {
      ...project.graph,
      nodes: keyed(nodes()),
      cables: keyed(cables()),
      notes: {
        remark: {
          id: 'remark',
          position: { x: 480, y: 392 },
          size: { width: 232, height: 208 },
          text: 'Echo, back into the mixer',
          color: 'orange',
        },
      },
    },
    assets: {
      [SOUND]: {
        sha256: SOUND,
        name: 'rain on the roof of the night bus, second take.wav',
        path: 'audio/rain.wav',
        bytes: 1_000_000,
        sampleRate: 48_000,
        channels: 2,
        frames: 1_234_567,
      },
    },
  }
}

/** A project of very many nodes in a grid. */
export function bigProject(count: number): Project {
  const project = emptyProject('demo', `${count} nodes`)
  const types = ['oscillator', 'filter', 'drive', 'delay', 'pan', 'gain', 'mixer', 'gain']
  const columns = Math.ceil(Math.sqrt(count) / 8) * 8
  const many = Array.from({ length: count }, (_value, index) =>
    node(
      `n${index}`,
      types[index % 8] ?? '',
      (index % columns) * 256,
      Math.floor(index / columns) * 224,
    ),
  )
  const wires = many.flatMap(({ id }, index) =>
    index % 8 === 0 ? [] : [cable(`n${index - 1}`, id, 'out', index % 8 === 6 ? 'in1' : 'in')],
  )
  return { ...project, graph: { ...project.graph, nodes: keyed(many), cables: keyed(wires) } }
}

function nodes(): Node[] {
  return [
    node('bass', 'oscillator', 0, 0, { shape: 'saw', frequency: 55, level: -9 }, 'Bass'),
    node('rain', 'player', -64, 176, { sound: SOUND, level: -12 }, 'Rain'),
    { ...node('hiss', 'noise', 0, 376, { level: -30 }), color: 'violet', collapsed: true },
    { ...node('wobble', 'lfo', 0, 512, { rate: 0.3 }), muted: true },
    node('drive', 'drive', 256, 0, { drive: 14 }),
    node('filter', 'filter', 256, 176, { cutoff: 820, q: 2.4 }),
    { ...node('off', 'pan', 256, 376, { pan: -0.4 }), bypassed: true },
    node('gone', 'spectral-freeze', 256, 520, {}, undefined, '@acme/spectral-freeze'),
    node('echo', 'delay', 504, 432),
    node('mix', 'mixer', 512, 48, { level2: -8, level3: -14, pan2: 0.3 }),
    node('output', 'output', 800, 96),
    node('empty', 'player', 800, 320),
  ]
}

function cables(): Cable[] {
  return [
    cable('bass', 'drive'),
    cable('rain', 'filter'),
    cable('hiss', 'off'),
    cable('wobble', 'filter', 'out', 'cutoff'),
    cable('drive', 'mix', 'out', 'in1'),
    cable('filter', 'mix', 'out', 'in2'),
    cable('off', 'mix', 'out', 'in3'),
    cable('off', 'echo'),
    cable('hiss', 'gone'),
    cable('gone', 'mix', 'out', 'in6'),
    cable('echo', 'mix', 'out', 'in4'),
    cable('mix', 'echo'),
    cable('mix', 'output'),
  ]
}

function node(
  id: string,
  type: string,
  x: number,
  y: number,
  params: Record<string, ParamValue> = {},
  label?: string,
  plugin = type,
): Node {
  const found = { id, type: `${plugin}/${type}`, position: { x, y }, params }
  return label === undefined ? found : { ...found, label }
}

function cable(from: string, to: string, output = 'out', input = 'in'): Cable {
  return {
    id: `${from}-${to}-${input}`,
    from: { node: from, port: output },
    to: { node: to, port: input },
  }
}

function keyed<T extends { readonly id: string }>(items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map(item => [item.id, item]))
}
