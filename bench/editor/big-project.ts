import { emptyProject, type Project } from '#shared/graph'

const COLUMN = 256
const ROW = 192
/** A voice of the grid: a source, what it goes through, and a control that turns one of them. */
const chain = [
  'oscillator/oscillator',
  'filter/filter',
  'drive/drive',
  'delay/delay',
  'pan/pan',
  'gain/gain',
  'chorus/chorus',
  'gain/gain',
]

/** A graph of so many nodes as chains in a grid, wired along the chains, across them, and to the output. */
export function bigProject(count: number): Project {
  const project = emptyProject(`big-${count}`, `${count} nodes`)
  const { nodes, cables } = project.graph
  const columns = Math.max(8, Math.ceil(Math.sqrt(count * 0.9) / 8) * 8)
  const connect = (from: string, to: string) => {
    const id = `${from}-${to}`
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
  }
  for (let index = 0; index < count - 1; index++) {
    const type = chain[index % chain.length] ?? ''
    const position = {
      x: (index % columns) * COLUMN,
      y: Math.floor(index / columns) * ROW,
    }
    nodes[`n${index}`] = { id: `n${index}`, type, position, params: {} }
    const isSource = index % chain.length === 0
    if (!isSource) connect(`n${index - 1}`, `n${index}`)
    // Every third chain also feeds one of the row below, so that cables cross.
    if (index % 24 === 7 && index + columns + 8 < count) {
      connect(`n${index}`, `n${index + columns - 5}`)
    }
    if (index % chain.length === 7 && index % 64 === 7) connect(`n${index}`, 'output')
  }
  const output = nodes['output']
  if (output !== undefined) output.position = { x: columns * COLUMN, y: 0 }
  return project
}
