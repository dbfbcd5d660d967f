import type { Command, Place } from '../commands'
import {
  canvasView,
  catalog,
  clearSelection,
  graphNow,
  scopeIn,
  select,
  selectedCables,
  selectedNodes,
  setPrefs,
  showNodeDocs,
  usePrefs,
  useProjectStore,
} from '../state'
import { alignSelection, type Alignment } from './align'
import { copySelection, cutSelection, duplicateSelection, pasteFromMenu } from './copy-paste'
import { arrangeNodes } from './layout/arrange-nodes'
import { moveCommands } from './move-commands'
import { startPatching } from './patching'
import { addComment, writeComment } from './comments'
import { markCommands, onlyNode } from './mark-commands'
import { pinProbe } from './probe/probes'
import { openQuickAdd, openQuickAddInto } from './quick-add-state'
import { leaveGroup } from './groups'
import { removeSelection } from './remove-selection'
import { middleOf } from './scene/curve'
import { scene } from './scene/scene'
import { toScreen } from './scene/to-screen'
import { toggleBypass } from './toggle-bypass'

const hasNodes = (): boolean => selectedNodes().length > 0
const hasAny = (): boolean => hasNodes() || selectedCables().length > 0
const hasMany = (): boolean => selectedNodes().length > 1
const area = 'canvas'

export const canvasCommands: readonly Command[] = [
  {
    id: 'canvas.add',
    title: 'Add a node…',
    shownKeys: 'Tab',
    group: 'Canvas',
    words: 'plugin effect instrument new',
    // The menu gives the focus back when it closes; the search takes it after that.
    run: place => void setTimeout(() => addAt(place?.screen, place?.canvas)),
  },
  {
    id: 'canvas.paste',
    title: 'Paste',
    shownKeys: 'Mod+V',
    group: 'Edit',
    run: place => void pasteFromMenu(place?.canvas ?? canvasView().center()),
  },
  {
    id: 'canvas.select-all',
    title: 'Select all',
    group: 'Edit',
    keys: 'Mod+A',
    area,
    run: () => select([...scene.nodes.keys()].filter(id => !id.startsWith('~'))),
  },
  {
    id: 'canvas.select-none',
    title: () => (hasAny() ? 'Select nothing' : 'Leave group'),
    group: 'Canvas',
    keys: 'Escape',
    area,
    when: () => hasAny() || isInGroup(),
    run: () => (hasAny() ? clearSelection() : leaveGroup()),
  },
  {
    id: 'canvas.fit',
    title: 'Fit to view',
    group: 'Canvas',
    keys: 'F',
    area,
    words: 'zoom all',
    run: () => canvasView().fit(),
  },
  {
    id: 'canvas.fit-selection',
    title: 'Zoom to selection',
    group: 'Canvas',
    keys: 'Shift+F',
    area,
    when: hasNodes,
    run: () => canvasView().fit(selectedNodes()),
  },
  {
    id: 'canvas.zoom-in',
    title: 'Zoom in',
    group: 'Canvas',
    keys: '=',
    area,
    run: () => canvasView().zoomBy(1.25),
  },
  {
    id: 'canvas.zoom-out',
    title: 'Zoom out',
    group: 'Canvas',
    keys: '-',
    area,
    run: () => canvasView().zoomBy(0.8),
  },
  {
    id: 'canvas.zoom-reset',
    title: 'Zoom to 100 %',
    group: 'Canvas',
    keys: '0',
    area,
    run: () => canvasView().zoomBy(0),
  },
  {
    id: 'canvas.arrange',
    title: () => (hasMany() ? 'Arrange selected nodes' : 'Arrange all nodes'),
    group: 'Canvas',
    keys: 'Shift+L',
    area,
    words: 'auto layout tidy order align',
    run: arrangeNodes,
  },
  {
    id: 'canvas.tool-select',
    title: 'Select with a drag',
    group: 'Canvas',
    keys: 'V',
    area,
    checked: () => usePrefs.getState().tool === 'select',
    run: () => setPrefs({ tool: 'select' }),
  },
  {
    id: 'canvas.tool-pan',
    title: 'Move the canvas with a drag',
    group: 'Canvas',
    keys: 'H',
    area,
    checked: () => usePrefs.getState().tool === 'pan',
    run: () => setPrefs({ tool: 'pan' }),
  },
  {
    id: 'nodes.bypass',
    title: () => (allBypassed() ? 'Switch on' : 'Bypass'),
    group: 'Nodes',
    keys: 'B',
    area,
    when: hasNodes,
    run: () => toggleBypass(selectedNodes()),
  },
  ...markCommands,
  {
    id: 'nodes.replace',
    title: 'Replace with…',
    group: 'Nodes',
    keys: 'Shift+R',
    area,
    words: 'swap exchange other',
    when: () => selectedNodes().length === 1 && onlyNode() !== undefined,
    run: place => void setTimeout(() => replaceAt(place)),
  },
  {
    id: 'nodes.docs',
    title: 'Read about it',
    group: 'Nodes',
    keys: 'F1',
    words: 'help documentation manual ports parameters',
    when: () => readable() !== undefined,
    run: () => showNodeDocs(readable() ?? ''),
  },
  {
    id: 'canvas.comment',
    title: () => (hasNodes() ? 'Comment on selected nodes' : 'Add a comment'),
    group: 'Canvas',
    keys: 'N',
    area,
    words: 'note text frame label',
    run: place => void setTimeout(() => addComment(place?.canvas)),
  },
  {
    id: 'comments.write',
    title: 'Write',
    group: 'Nodes',
    keys: 'F2',
    area,
    words: 'comment text edit',
    when: () => onlyComment() !== undefined,
    run: () => void setTimeout(() => writeComment(onlyComment() ?? '')),
  },
  {
    id: 'cables.insert',
    title: 'Insert a node…',
    group: 'Nodes',
    words: 'cable between effect',
    when: () => selectedCables().length === 1,
    run: place => void setTimeout(() => insertAt(place)),
  },
  {
    id: 'cables.probe',
    title: 'Listen in',
    group: 'Nodes',
    words: 'cable probe scope meter signal',
    when: () => selectedCables().length === 1,
    run: place => probeCable(place),
  },
  {
    id: 'nodes.connect',
    title: 'Connect…',
    group: 'Nodes',
    keys: 'C',
    area,
    words: 'cable wire disconnect',
    when: () => selectedNodes().length === 1,
    run: () => void setTimeout(startPatching),
  },
  {
    id: 'nodes.duplicate',
    title: 'Duplicate',
    group: 'Nodes',
    keys: 'Mod+D',
    area,
    when: hasNodes,
    run: () => duplicateSelection(),
  },
  {
    id: 'nodes.cut',
    title: 'Cut',
    shownKeys: 'Mod+X',
    group: 'Edit',
    when: hasNodes,
    run: () => void cutSelection(),
  },
  {
    id: 'nodes.copy',
    title: 'Copy',
    shownKeys: 'Mod+C',
    group: 'Edit',
    when: hasNodes,
    run: () => void copySelection(),
  },
  {
    id: 'nodes.delete',
    title: 'Delete',
    group: 'Nodes',
    keys: ['Delete', 'Backspace'],
    area,
    words: 'remove',
    danger: true,
    when: hasAny,
    run: () => removeSelection(),
  },
  {
    id: 'nodes.delete-apart',
    title: 'Delete without rewiring',
    group: 'Nodes',
    danger: true,
    when: hasNodes,
    run: () => removeSelection(false),
  },
  {
    id: 'nodes.disconnect',
    title: 'Disconnect',
    group: 'Nodes',
    words: 'cable remove',
    danger: true,
    when: () => selectedCables().length > 0,
    run: () => removeSelection(),
  },
  align('nodes.align-left', 'Left edges', 'left'),
  align('nodes.align-right', 'Right edges', 'right'),
  align('nodes.align-top', 'Top edges', 'top'),
  align('nodes.align-bottom', 'Bottom edges', 'bottom'),
  align('nodes.spread-across', 'Spread across', 'across'),
  align('nodes.spread-down', 'Spread down', 'down'),
  ...moveCommands,
]

function isInGroup(): boolean {
  return useProjectStore.getState().mirror !== undefined && scopeIn(graphNow()) !== undefined
}

function addAt(
  screen = { x: window.innerWidth / 2, y: window.innerHeight / 2 },
  at = canvasView().center(),
): void {
  openQuickAdd(screen, at)
}

function allBypassed(): boolean {
  const { nodes, groups } = graphNow()
  return hasNodes() && selectedNodes().every(id => (nodes[id] ?? groups[id])?.bypassed === true)
}

/** The type of the one selected node, if anything is known of it. */
function readable(): string | undefined {
  const node = onlyNode()
  const type = node === undefined ? undefined : graphNow().nodes[node]?.type
  return type !== undefined && catalog().has(type) ? type : undefined
}

function onlyComment(): string | undefined {
  const [only, ...more] = selectedNodes()
  return only !== undefined && more.length === 0 && only in graphNow().notes ? only : undefined
}

function replaceAt(place?: Place): void {
  const node = onlyNode()
  if (node === undefined) return
  const item = scene.nodes.get(node)
  const screen = place?.screen ?? toScreen({ x: item?.x ?? 0, y: item?.y ?? 0 })
  openQuickAddInto(screen, { x: 0, y: 0 }, { kind: 'replace', node })
}

function insertAt(place?: Place): void {
  const [cable] = selectedCables()
  const curve = scene.cables.get(cable ?? '')?.curve
  if (cable === undefined || curve === undefined) return
  const middle = middleOf(curve)
  openQuickAddInto(place?.screen ?? toScreen(middle), middle, { kind: 'cable', cable })
}

function probeCable(place?: Place): void {
  const [cable] = selectedCables()
  const curve = scene.cables.get(cable ?? '')?.curve
  if (cable === undefined || curve === undefined) return
  pinProbe({ cable, at: place?.screen ?? toScreen(middleOf(curve)) })
}

function align(id: string, title: string, alignment: Alignment): Command {
  return {
    id,
    title,
    group: 'Nodes',
    words: 'align',
    when: hasMany,
    run: () => alignSelection(alignment),
  }
}
