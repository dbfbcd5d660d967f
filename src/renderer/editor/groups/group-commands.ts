import type { Command } from '../../commands'
import { graphNow, selectedNodes } from '../../state'
import {
  canUnpack,
  enterGroup,
  groupInFocus,
  groupSelection,
  saveAsNode,
  unpackSelection,
} from './group-actions'

const area = 'canvas'

export const groupCommands: readonly Command[] = [
  {
    id: 'nodes.group',
    title: 'Group',
    group: 'Nodes',
    keys: 'Mod+G',
    area,
    words: 'subgraph container encapsulate macro',
    when: () => selectedNodes().some(id => id in graphNow().nodes || id in graphNow().groups),
    run: groupSelection,
  },
  {
    id: 'nodes.ungroup',
    title: 'Unpack group',
    group: 'Nodes',
    keys: 'Mod+Shift+G',
    area,
    words: 'ungroup dissolve explode',
    when: canUnpack,
    run: unpackSelection,
  },
  {
    id: 'nodes.enter-group',
    title: 'Open group',
    group: 'Nodes',
    keys: 'Enter',
    area,
    words: 'enter inside subgraph',
    when: () => selectedGroup() !== undefined,
    run: () => enterGroup(selectedGroup() ?? ''),
  },
  {
    id: 'nodes.save-group',
    title: 'Save as a node of your own',
    group: 'Nodes',
    words: 'plugin reuse library macro preset',
    when: () => groupInFocus() !== undefined,
    run: () => void saveAsNode(groupInFocus() ?? ''),
  },
]

function selectedGroup(): string | undefined {
  const chosen = selectedNodes()
  const [only] = chosen
  return chosen.length === 1 && only !== undefined && only in graphNow().groups ? only : undefined
}
