import { useReactFlow, useStore } from '@xyflow/react'
import { Hand, Map as MapIcon, Maximize, MousePointer2, Plus, ZoomIn, ZoomOut } from 'lucide-react'
import { canvasView, setPrefs, usePrefs } from '../state'
import { IconButton } from '../ui'

/** Tools and zoom, on the canvas's lower edge. */
export function CanvasControls({ onAdd }: { readonly onAdd: () => void }) {
  const flow = useReactFlow()
  const zoom = useStore(state => Math.round(state.transform[2] * 100))
  const tool = usePrefs(prefs => prefs.tool)
  const minimap = usePrefs(prefs => prefs.minimap)
  return (
    <div
      role="toolbar"
      aria-label="Canvas"
      className="absolute bottom-3 left-3 z-10 flex max-w-[calc(100%-24px)] items-center rounded-md border border-line-strong bg-panel p-0.5 shadow-float"
    >
      <IconButton
        icon={Plus}
        label="Add a node"
        keys="Tab"
        onClick={onAdd}
        data-testid="add-node"
      />
      <Rule />
      <IconButton
        icon={MousePointer2}
        label="Select with a drag"
        keys="V"
        pressed={tool === 'select'}
        onClick={() => setPrefs({ tool: 'select' })}
      />
      <IconButton
        icon={Hand}
        label="Move the canvas with a drag"
        keys="H"
        pressed={tool === 'pan'}
        onClick={() => setPrefs({ tool: 'pan' })}
      />
      <Rule />
      <span className="canvas-zoom-step">
        <IconButton icon={ZoomOut} label="Zoom out" onClick={() => void flow.zoomOut()} />
      </span>
      <button
        type="button"
        aria-label={`Zoom ${zoom} %, reset to 100 %`}
        className="h-7 w-11 rounded text-xs text-soft hover:bg-control hover:text-text"
        onClick={() => void flow.zoomTo(1)}
      >
        {zoom} %
      </button>
      <span className="canvas-zoom-step">
        <IconButton icon={ZoomIn} label="Zoom in" onClick={() => void flow.zoomIn()} />
      </span>
      <IconButton icon={Maximize} label="Fit to view" keys="F" onClick={() => canvasView().fit()} />
      <span className="canvas-map-tools flex items-center">
        <Rule />
        <IconButton
          icon={MapIcon}
          label="Overview"
          pressed={minimap}
          onClick={() => setPrefs({ minimap: !minimap })}
        />
      </span>
    </div>
  )
}

function Rule() {
  return <span aria-hidden className="mx-0.5 h-4 w-px bg-line" />
}
