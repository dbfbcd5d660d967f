import { colorNames, type ColorName } from '#shared/graph'
import type { Command } from '../commands'
import { graphNow, selectedNodes } from '../state'
import { flagWord, markable, paintNodes, toggleFlag } from './node-marks'
import { scene } from './scene/scene'

const area = 'canvas'

/** How nodes are marked: mute, solo, collapsed, coloured. */
export const markCommands: readonly Command[] = [
  flag('nodes.mute', 'muted', 'M', 'silence quiet'),
  flag('nodes.solo', 'soloed', 'S', 'only listen'),
  flag('nodes.collapse', 'collapsed', 'Shift+C', 'fold small title expand'),
  {
    id: 'nodes.color',
    title: 'Colour',
    group: 'Nodes',
    words: 'color paint mark',
    when: () => selectedNodes().length > 0,
    choices: () => [colorChoice(''), ...colorNames.map(colorChoice)],
    run: () => {},
  },
]

function flag(
  id: string,
  name: 'muted' | 'soloed' | 'collapsed',
  keys: string,
  words: string,
): Command {
  return {
    id,
    title: () => flagWord(selectedNodes(), name),
    group: 'Nodes',
    keys,
    area,
    words,
    when: () => selectedNodes().length > 0 && markable(selectedNodes(), name).length > 0,
    run: () => toggleFlag(selectedNodes(), name),
  }
}

function colorChoice(color: ColorName | ''): Command {
  const name = color === '' ? 'None' : color.charAt(0).toUpperCase() + color.slice(1)
  return {
    id: `nodes.color-${color === '' ? 'none' : color}`,
    title: name,
    group: 'Nodes',
    checked: () => selectedNodes().every(id => (scene.nodes.get(id)?.node.color ?? '') === color),
    run: () => paintNodes(selectedNodes(), color),
  }
}

/** The first selected node that is one, and no comment. */
export function onlyNode(): string | undefined {
  const chosen = selectedNodes()
  return chosen.length === 0 ? undefined : chosen.find(id => id in graphNow().nodes)
}
