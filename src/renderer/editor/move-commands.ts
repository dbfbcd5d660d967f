import type { Command } from '../commands'
import { selectedNodes } from '../state'
import { nudgeSelection } from './move-nodes'
import { walk, walkCable } from './walk-nodes'

const area = 'canvas'
const hasNodes = (): boolean => selectedNodes().length > 0

/** Moving nodes, and going from one to the next, by the keyboard. */
export const moveCommands: readonly Command[] = [...nudges(), ...walks()]

function nudges(): readonly Command[] {
  const ways = [
    ['Left', -1, 0],
    ['Right', 1, 0],
    ['Up', 0, -1],
    ['Down', 0, 1],
  ] as const
  return ways.flatMap(([way, x, y]) => [nudge(way, '', x, y), nudge(way, 'Shift+', x * 4, y * 4)])
}

/** From node to node, without a mouse. */
function walks(): readonly Command[] {
  const across = (['left', 'right', 'up', 'down'] as const).map((way): Command => ({
    id: `canvas.walk-${way}`,
    title:
      way === 'up' || way === 'down'
        ? `Node ${{ up: 'above', down: 'below' }[way]}`
        : `Node to the ${way}`,
    group: 'Canvas',
    keys: `Alt+Arrow${way.charAt(0).toUpperCase()}${way.slice(1)}`,
    area,
    words: 'go walk select next',
    run: () => walk(way),
  }))
  return [
    ...across,
    {
      id: 'canvas.walk-source',
      title: 'Along a cable, to what feeds it',
      group: 'Canvas',
      keys: 'Mod+ArrowLeft',
      area,
      words: 'go walk upstream input',
      run: () => walkCable('left'),
    },
    {
      id: 'canvas.walk-target',
      title: 'Along a cable, to what it feeds',
      group: 'Canvas',
      keys: 'Mod+ArrowRight',
      area,
      words: 'go walk downstream output',
      run: () => walkCable('right'),
    },
  ]
}

function nudge(way: string, held: string, x: number, y: number): Command {
  const far = held !== ''
  return {
    id: `nodes.move-${way.toLowerCase()}${far ? '-far' : ''}`,
    title: `Move ${way.toLowerCase()} by ${far ? 'four steps' : 'a step'}`,
    group: 'Nodes',
    keys: `${held}Arrow${way}`,
    area,
    when: hasNodes,
    run: () => nudgeSelection(x, y),
  }
}
