import { useReactFlow, useStore } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import { useMirror, viewportOf } from '../state'
import { fitGraph } from './fit'
import type { CableFlow, DeviceFlow } from './flow'
import { scene } from './scene/scene'

/** Shows all of a project when it is opened, as soon as the stage has a size; later, what was seen of it last. */
export function useFitOnOpen(): void {
  const project = useMirror(mirror => mirror.project)
  const hasSize = useStore(state => state.width > 0 && state.panZoom !== null)
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const shown = useRef<string>(undefined)
  useLayoutEffect(() => {
    if (!hasSize || shown.current === project || scene.nodes.size === 0) return
    shown.current = project
    const viewport = viewportOf(project)
    if (viewport === undefined) fitGraph(flow, 0)
    else void flow.setViewport(viewport)
  }, [flow, hasSize, project])
}
