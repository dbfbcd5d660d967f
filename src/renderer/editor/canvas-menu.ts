import type { Point } from '#shared/graph'
import { canvasView, dispatch, graphNow, select, selectedCables, selectedNodes } from '../state'
import type { MenuEntry } from '../ui'
import { alignSelection } from './align'
import { copySelection, duplicateSelection, pasteFromMenu } from './copy-paste'
import { startPatching } from './patching'
import { openQuickAdd } from './quick-add-state'
import { removeSelection } from './remove-selection'

/** The canvas's menu, for what lies under the pointer. */
export function canvasMenu(screen: Point, at: Point): readonly MenuEntry[] {
  const nodes = selectedNodes()
  if (nodes.length > 0) return nodeMenu(nodes)
  if (selectedCables().length > 0) {
    return [{ label: 'Disconnect', keys: 'Delete', danger: true, run: () => removeSelection() }]
  }
  return [
    // The menu gives the focus back when it closes; the search takes it after that.
    {
      label: 'Add a node…',
      keys: 'Tab',
      run: () => void setTimeout(() => openQuickAdd(screen, at)),
    },
    { label: 'Paste', keys: 'Mod+V', run: () => void pasteFromMenu(at) },
    'rule',
    { label: 'Select all', keys: 'Mod+A', run: () => select(Object.keys(graphNow().nodes)) },
    { label: 'Fit to view', keys: 'F', run: () => canvasView().fit() },
  ]
}

function nodeMenu(nodes: readonly string[]): readonly MenuEntry[] {
  const all = graphNow().nodes
  const bypassed = nodes.every(id => all[id]?.bypassed === true)
  return [
    {
      label: bypassed ? 'Switch on' : 'Bypass',
      keys: 'B',
      run: () => toggleBypass(nodes),
    },
    {
      label: 'Connect…',
      keys: 'C',
      disabled: nodes.length > 1,
      run: () => void setTimeout(startPatching),
    },
    { label: 'Duplicate', keys: 'Mod+D', run: duplicateSelection },
    { label: 'Copy', keys: 'Mod+C', run: () => void copySelection() },
    'rule',
    {
      label: 'Align',
      entries: [
        { label: 'Left edges', run: () => alignSelection('left') },
        { label: 'Right edges', run: () => alignSelection('right') },
        { label: 'Top edges', run: () => alignSelection('top') },
        { label: 'Bottom edges', run: () => alignSelection('bottom') },
        'rule',
        { label: 'Spread across', run: () => alignSelection('across') },
        { label: 'Spread down', run: () => alignSelection('down') },
      ],
    },
    'rule',
    { label: 'Delete', keys: 'Delete', danger: true, run: () => removeSelection() },
    { label: 'Delete without rewiring', danger: true, run: () => removeSelection(false) },
  ]
}

/** Bypasses nodes, or switches them on where all are bypassed. */
export function toggleBypass(nodes: readonly string[]): void {
  const all = graphNow().nodes
  const bypassed = !nodes.every(id => all[id]?.bypassed === true)
  const label = bypassed ? 'Bypass' : 'Switch on'
  dispatch(label, [{ kind: 'set-bypassed', nodes: [...nodes], bypassed }])
}
