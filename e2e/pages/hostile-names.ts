import { emptyProject, type Project } from '../../src/shared/graph'

/** As long as a name may be, without a place to break it. */
const names = [
  '<img src=x onerror=alert(1)><b>bold</b> &amp; <script>alert(2)</script>',
  'W'.repeat(100),
  'A very long name of many words '.repeat(3).trim(),
  '\u202eمفتاح الصوت العربي\u202c שלום עולם',
  '🎹🎛️👩‍👩‍👧‍👦 t\u0336e\u0336x\u0336t\u0300\u0301\u0302\u0303',
]

/** A project in which everything that has a name has a hostile one. */
export function hostileProject(): {
  readonly title: string
  readonly names: readonly string[]
  readonly file: Project
} {
  const title = `${names[0]} ${names[1]}`
  const empty = emptyProject('hostile', title)
  const tracks = names.map((label, index) => {
    const position = { x: 0, y: 240 * index }
    return { id: `n${index}`, type: 'note-track/note-track', position, label, params: {} }
  })
  const clips = names.map((name, index) => {
    const place = { start: index, length: 8, offset: 0 }
    return { kind: 'notes' as const, id: `c${index}`, node: `n${index}`, name, ...place, notes: {} }
  })
  const words = names.join('\n').repeat(40).slice(0, 10_000)
  const about = {
    ...{ id: 'about', position: { x: 700, y: 500 }, size: { width: 320, height: 160 } },
    text: words,
  }
  return {
    title,
    names,
    file: {
      ...empty,
      transport: {
        ...empty.transport,
        markers: names.map((name, index) => ({ id: `m${index}`, beat: index * 4, name })),
      },
      graph: {
        ...empty.graph,
        nodes: { ...empty.graph.nodes, ...Object.fromEntries(tracks.map(node => [node.id, node])) },
        notes: { about },
      },
      clips: Object.fromEntries(clips.map(clip => [clip.id, clip])),
      snapshots: Object.fromEntries(
        names.map((name, index) => [`s${index}`, { id: `s${index}`, name, values: {} }]),
      ),
    },
  }
}
