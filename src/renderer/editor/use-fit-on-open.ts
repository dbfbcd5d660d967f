import { useNodesInitialized, useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useMirror, viewportOf } from '../state'
import { FIT } from './fit'

/** Shows all of a project when it is opened, once its nodes have their sizes; later, what was seen of it last. */
import { useReactFlow, useStore } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import { useMirror } from '../state'
import { fitGraph } from './fit'
import type { CableFlow, DeviceFlow } from './flow'
import { scene } from './scene/scene'

/** Shows all of a project when it is opened, as soon as the stage has a size. */
export function useFitOnOpen(): void {
  const project = useMirror(mirror => mirror.project)
  const hasSize = useStore(state => state.width > 0 && state.panZoom !== null)
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const shown = useRef<string>(undefined)
  useLayoutEffect(() => {
    if (!hasSize || shown.current === project || scene.nodes.size === 0) return
    shown.current = project
    const viewport = viewportOf(project)
    void (viewport === undefined ? flow.fitView(FIT) : flow.setViewport(viewport))
  }, [flow, measured, project])
    fitGraph(flow, 0)
  }, [flow, hasSize, project])
}
