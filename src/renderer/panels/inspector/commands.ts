import type { Command } from '../../commands'
import { compare, selectedNodes, stepPreset, takeSnapshot } from '../../state'

/** The one node that is selected. */
function selected(): string | undefined {
  const [node, ...others] = selectedNodes()
  return others.length === 0 ? node : undefined
}

const isOne = (): boolean => selected() !== undefined

function withNode(run: (node: string) => unknown): () => unknown {
  return () => {
    const node = selected()
    return node === undefined ? undefined : run(node)
  }
}

export const inspectorCommands: readonly Command[] = [
  {
    id: 'nodes.preset-next',
    title: 'Next preset',
    group: 'Nodes',
    keys: ']',
    words: 'sound patch browse',
    when: isOne,
    run: withNode(node => stepPreset(node, 1)),
  },
  {
    id: 'nodes.preset-previous',
    title: 'Previous preset',
    group: 'Nodes',
    keys: '[',
    words: 'sound patch browse',
    when: isOne,
    run: withNode(node => stepPreset(node, -1)),
  },
  {
    id: 'nodes.compare',
    title: 'Compare A and B',
    group: 'Nodes',
    keys: 'Shift+A',
    words: 'a/b state',
    when: isOne,
    run: withNode(compare),
  },
  {
    id: 'nodes.snapshot',
    title: 'Take a snapshot of the node',
    group: 'Nodes',
    words: 'keep state',
    when: isOne,
    run: withNode(takeSnapshot),
  },
  {
    id: 'project.snapshot',
    title: 'Take a snapshot of all knobs',
    group: 'Project',
    words: 'keep state scene',
    run: () => takeSnapshot(undefined),
  },
]
