import type { Command } from '../../commands'
import { pluginOf } from '#shared/graph'
import {
  graphNow,
  makePlugin,
  openCode,
  openPublish,
  scopeIn,
  selectedNodes,
  useCatalog,
  useProjectStore,
} from '../../state'
import {
  canUnpack,
  convertToScript,
  editAsGraph,
  editScriptAsGraph,
  enterGroup,
  groupInFocus,
  groupSelection,
  isSaved,
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
  {
    id: 'nodes.make-plugin',
    title: 'Make plugin…',
    group: 'Nodes',
    words: 'package build publish share builder author',
    when: () => toMake().length > 0,
    run: () => void makePlugin(toMake(), scopeIn(graphNow())),
  },
  {
    id: 'nodes.edit-as-graph',
    title: 'Edit as graph',
    group: 'Nodes',
    words: 'open plugin inside unpack',
    when: () => madeOfNodes() !== undefined || writtenHere() !== undefined,
    run: openAsGraph,
  },
  {
    id: 'nodes.edit-code',
    title: 'Edit code…',
    group: 'Nodes',
    words: 'script typescript program source',
    when: () => writtenHere() !== undefined,
    run: () => void openCode(writtenHere() ?? ''),
  },
  {
    id: 'nodes.to-script',
    title: 'Convert to script',
    group: 'Nodes',
    words: 'code typescript source program export dsp',
    when: () => toMake().length > 0,
    run: () => void convertToScript(toMake()),
  },
  {
    id: 'nodes.publish',
    title: 'Publish its plugin…',
    group: 'Nodes',
    words: 'registry share marketplace upload release',
    when: () => madeHere() !== undefined,
    run: () => void openPublish(madeHere() ?? ''),
  },
]

function openAsGraph(): void {
  const made = madeOfNodes()
  const [node] = selectedNodes()
  const script = writtenHere()
  if (made !== undefined) editAsGraph(made)
  else if (node !== undefined && script !== undefined) void editScriptAsGraph(node, script)
}

/** The plugin of the one node that is selected, where it was made in the app. */
function madeHere(): string | undefined {
  const plugin = pluginOfSelected()
  return plugin?.own === true || plugin?.editable === true ? plugin.id : undefined
}

/** The plugin of the one node that is selected, where its code is written here. */
function writtenHere(): string | undefined {
  const plugin = pluginOfSelected()
  return plugin?.editable === true ? plugin.id : undefined
}

function pluginOfSelected() {
  const chosen = selectedNodes()
  const type = chosen.length === 1 ? graphNow().nodes[chosen[0] ?? '']?.type : undefined
  const id = type === undefined ? undefined : pluginOf(type)
  return useCatalog.getState().plugins.find(each => each.id === id)
}

/** What is selected, or else the group that is open. */
function toMake(): readonly string[] {
  if (useProjectStore.getState().mirror === undefined) return []
  const { nodes, groups } = graphNow()
  const chosen = selectedNodes().filter(id => id in nodes || id in groups)
  const group = groupInFocus()
  return chosen.length > 0 || group === undefined ? chosen : [group]
}

function madeOfNodes(): string | undefined {
  const chosen = selectedNodes()
  const [only] = chosen
  const isSavedNode = chosen.length === 1 && isSaved(graphNow().nodes[only ?? '']?.type)
  return isSavedNode ? only : undefined
}

function selectedGroup(): string | undefined {
  const chosen = selectedNodes()
  const [only] = chosen
  return chosen.length === 1 && only !== undefined && only in graphNow().groups ? only : undefined
}
