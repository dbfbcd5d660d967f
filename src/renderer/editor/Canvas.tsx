import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useRef, useState, type MouseEvent as ReactMouseEvent } from 'react'
import type { Point } from '#shared/graph'
import type { Place } from '../commands'
import { GRID, setCanvas, usePrefs } from '../state'
import { kindColor, MenuAtPointer } from '../ui'
import { CableEdge } from './CableEdge'
import { CanvasControls } from './CanvasControls'
import { CanvasHint } from './CanvasHint'
import { canvasMenu } from './canvas-menu'
import { ConnectionLine } from './ConnectionLine'
import { listenToClipboard } from './copy-paste'
import { DeviceNode } from './DeviceNode'
import { DropOverlay } from './DropOverlay'
import './editor.css'
import {
  changeCables,
  changeNodes,
  followDocument,
  useFlow,
  type CableFlow,
  type DeviceFlow,
} from './flow'
import { FIT } from './fit'
import { ImportCards } from './ImportCards'
import { minimapColor } from './minimap-color'
import { PatchList } from './PatchList'
import { QuickAdd } from './QuickAdd'
import { openQuickAdd } from './quick-add-state'
import { selectFocused } from './select-focused'
import { selectForMenu } from './select-for-menu'
import { useDrops } from './use-drops'
import { useFitOnOpen } from './use-fit-on-open'
import { useFlowHandlers } from './use-flow-handlers'

/** Below this zoom the small print of nodes cannot be read. */
const FAR = 0.6

const nodeTypes = { device: DeviceNode }
const edgeTypes = { cable: CableEdge }

/** The stage: the project's graph. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Stage />
    </ReactFlowProvider>
  )
}

function Stage() {
  const { nodes, cables } = useFlow()
  const far = useStore(state => state.transform[2] < FAR)
  const tool = usePrefs(prefs => prefs.tool)
  const minimap = usePrefs(prefs => prefs.minimap)
  const stage = useRef<HTMLDivElement>(null)
  const [pointer, setPointer] = useState<Place>()
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const { hint, ...drops } = useDrops()
  const handlers = useFlowHandlers()
  useFitOnOpen()

  useEffect(() => {
    using stack = new DisposableStack()
    stack.use(followDocument())
    stack.use(listenToClipboard())
    setCanvas({
      center: () => flow.screenToFlowPosition(middleOf(stage.current)),
      reveal: id => void flow.fitView({ nodes: [{ id }], maxZoom: flow.getZoom(), duration: 200 }),
      fit: () => void flow.fitView({ ...FIT, duration: 200 }),
    })
    stack.defer(() => setCanvas(undefined))
    const kept = stack.move()
    return () => kept.dispose()
  }, [flow])

  function addAt(screen: Point): void {
    openQuickAdd(screen, flow.screenToFlowPosition(screen))
  }

  function onContextMenu(event: ReactMouseEvent): void {
    const screen = { x: event.clientX, y: event.clientY }
    selectForMenu(event.target)
    setPointer({ screen, canvas: flow.screenToFlowPosition(screen) })
  }

  return (
    <MenuAtPointer entries={() => (pointer === undefined ? [] : canvasMenu(pointer))}>
      <div
        ref={stage}
        data-area="canvas"
        data-testid="canvas"
        className="relative h-full w-full bg-canvas"
      >
        <ReactFlow<DeviceFlow, CableFlow>
          nodes={nodes}
          edges={cables}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={changeNodes}
          onEdgesChange={changeCables}
          connectionLineComponent={ConnectionLine}
          {...handlers}
          {...drops}
          onContextMenu={onContextMenu}
          onDoubleClick={event => {
            if (isPane(event.target)) addAt({ x: event.clientX, y: event.clientY })
          }}
          onPointerDown={event => {
            if (!isPane(event.target)) return
            stage.current?.querySelector<HTMLElement>('.react-flow')?.focus()
          }}
          onFocus={event => selectFocused(event.target)}
          onKeyDown={event => {
            if (event.key !== 'Tab' || event.shiftKey || !isStage(event.target)) return
            event.preventDefault()
            addAt(middleOf(stage.current))
          }}
          tabIndex={-1}
          aria-label="Graph"
          fitView
          fitViewOptions={FIT}
          minZoom={0.15}
          maxZoom={3}
          snapToGrid
          snapGrid={[GRID, GRID]}
          connectionRadius={24}
          reconnectRadius={10}
          panOnScroll
          panOnDrag={tool === 'pan' ? [0, 1] : [1]}
          panActivationKeyCode="Space"
          selectionOnDrag={tool === 'select'}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
          deleteKeyCode={[]}
          edgesFocusable={false}
          zoomOnDoubleClick={false}
          disableKeyboardA11y
          elevateNodesOnSelect
          proOptions={{ hideAttribution: true }}
          className={far ? 'far outline-none' : 'outline-none'}
        >
          <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={2} />
          {minimap && (
            <MiniMap<DeviceFlow>
              pannable
              zoomable
              ariaLabel="Overview of the graph"
              nodeColor={minimapColor}
              nodeStrokeColor={kindColor('node')}
              nodeBorderRadius={8}
              style={{ width: 168, height: 112 }}
            />
          )}
          <ImportCards />
        </ReactFlow>
        <CanvasHint />
        <CanvasControls onAdd={() => addAt(middleOf(stage.current))} />
        <DropOverlay hint={hint} />
        <QuickAdd />
        <PatchList />
      </div>
    </MenuAtPointer>
  )
}

function isPane(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane')
}

function isStage(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow')
}

function middleOf(element: HTMLElement | null): Point {
  const box = element?.getBoundingClientRect()
  if (box === undefined) return { x: window.innerWidth / 2, y: window.innerHeight / 2 }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
