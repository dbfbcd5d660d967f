import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useRef, useState, type MouseEvent as ReactMouseEvent } from 'react'
import type { Point } from '#shared/graph'
import type { Place } from '../commands'
import { setCanvas, usePrefs } from '../state'
import { MenuAtPointer } from '../ui'
import { announceChanges, useAnnouncement } from './announce'
import { CableEdge } from './CableEdge'
import { CanvasControls } from './CanvasControls'
import { CanvasHint } from './CanvasHint'
import { canvasMenu } from './canvas-menu'
import { CommentNode } from './CommentNode'
import { ConnectionLine } from './ConnectionLine'
import { writeComment } from './comments'
import { listenToClipboard } from './copy-paste'
import { DeviceNode } from './DeviceNode'
import { DropOverlay } from './DropOverlay'
import './editor.css'
import { changeNodes, followDocument, useFlow, type CableFlow, type DeviceFlow } from './flow'
import { fitGraph, fitNodes, revealNode, showsFitted, zoomBy } from './fit'
import { usePress } from './gestures/use-press'
import { Breadcrumbs, useGroups, withGroups } from './groups'
import { ImportCards } from './ImportCards'
import { Minimap } from './Minimap'
import { PatchList } from './PatchList'
import { CableProbes } from './probe'
import { QuickAdd } from './QuickAdd'
import { openQuickAdd } from './quick-add-state'
import { SceneLayer } from './SceneLayer'
import { freePlaceFor } from './scene/free-place-for'
import { selectFocused } from './select-focused'
import { selectForMenu } from './select-for-menu'
import { useDrops } from './use-drops'
import { useFitOnOpen } from './use-fit-on-open'
import { useFlowHandlers } from './use-flow-handlers'
import { useFollowedView } from './use-followed-view'

/** Below this zoom the small print of nodes cannot be read. */
const FAR = 0.6

const nodeTypes = { device: withGroups(DeviceNode), comment: CommentNode }
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
  const frame = useRef<HTMLDivElement>(null)
  const press = usePress(stage, frame)
  useFollowedView()
  useFitOnOpen()
  useGroups(stage)

  useEffect(() => {
    using stack = new DisposableStack()
    stack.use(followDocument())
    stack.use(listenToClipboard())
    stack.use(announceChanges())
    setCanvas({
      center: () => flow.screenToFlowPosition(middleOf(stage.current)),
      beside: (x, y) => flow.screenToFlowPosition(nearestIn(stage.current, { x, y })),
      // What was fitted is fitted anew when it comes back: the window may have got another size.
      viewport: () => (showsFitted() ? undefined : flow.getViewport()),
      reveal: id => revealNode(flow, id),
      freePlace: (type, near) => freePlaceFor(type, near),
      fit: nodes => (nodes === undefined ? fitGraph(flow) : fitNodes(flow, nodes)),
      zoomBy: factor => zoomBy(flow, factor),
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
    selectForMenu(event)
    setPointer({ screen, canvas: flow.screenToFlowPosition(screen) })
  }

  return (
    <MenuAtPointer entries={() => (pointer === undefined ? [] : canvasMenu(pointer))}>
      <div
        ref={stage}
        data-area="canvas"
        data-testid="canvas"
        className="canvas-stage relative h-full w-full overflow-hidden bg-canvas"
        onPointerDownCapture={press}
      >
        <SceneLayer />
        <ReactFlow<DeviceFlow, CableFlow>
          nodes={nodes}
          edges={cables}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={changes => changeNodes(changes, id => flow.getInternalNode(id))}
          connectionLineComponent={ConnectionLine}
          {...handlers}
          {...drops}
          onContextMenu={onContextMenu}
          onDoubleClick={event => {
            if (isPane(event.target)) addAt({ x: event.clientX, y: event.clientY })
            else writeUnder(event.target)
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
          minZoom={0.02}
          maxZoom={3}
          nodesDraggable={false}
          elementsSelectable={false}
          autoPanOnConnect={false}
          connectionRadius={24}
          reconnectRadius={10}
          panOnScroll
          panOnDrag={tool === 'pan' ? [0, 1] : [1]}
          panActivationKeyCode="Space"
          selectionKeyCode={[]}
          multiSelectionKeyCode={[]}
          deleteKeyCode={[]}
          edgesFocusable={false}
          zoomOnDoubleClick={false}
          disableKeyboardA11y
          elevateNodesOnSelect
          proOptions={{ hideAttribution: true }}
          className={far ? 'far outline-none' : 'outline-none'}
        >
          <ImportCards />
        </ReactFlow>
        <div ref={frame} hidden aria-hidden data-testid="marquee" className="marquee" />
        {minimap && <Minimap />}
        <Breadcrumbs />
        <Announcer />
        <CanvasHint />
        <CanvasControls onAdd={() => addAt(middleOf(stage.current))} />
        <DropOverlay hint={hint} />
        <CableProbes area={stage} />
        <QuickAdd />
        <PatchList />
      </div>
    </MenuAtPointer>
  )
}

/** What a screen reader says of what happens on the canvas. */
function Announcer() {
  const text = useAnnouncement(state => state.text)
  return (
    <p role="status" aria-live="polite" data-testid="announcement" className="sr-only">
      {text}
    </p>
  )
}

function isPane(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane')
}

/** A comment is written where it lies. */
function writeUnder(target: EventTarget): void {
  if (!(target instanceof Element)) return
  const id = target.closest('.react-flow__node-comment')?.getAttribute('data-id')
  if (id !== null && id !== undefined) writeComment(id)
}

function isStage(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow')
}

/** So much room a message needs, and the edge of the canvas keeps. */
const MESSAGE = { width: 272, height: 140, edge: 16 }

function nearestIn(element: HTMLElement | null, { x, y }: Point): Point {
  const box = element?.getBoundingClientRect()
  if (box === undefined) return middleOf(element)
  const { width, height, edge } = MESSAGE
  return {
    x: Math.max(box.left + edge, Math.min(x, box.right - width)),
    y: Math.max(box.top + edge, Math.min(y, box.bottom - height)),
  }
}

function middleOf(element: HTMLElement | null): Point {
  const box = element?.getBoundingClientRect()
  if (box === undefined) return { x: window.innerWidth / 2, y: window.innerHeight / 2 }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
