import { useNodesInitialized, useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useMirror, viewportOf } from '../state'
import { FIT } from './fit'

/** Shows all of a project when it is opened, once its nodes have their sizes; later, what was seen of it last. */
export function useFitOnOpen(): void {
  const project = useMirror(mirror => mirror.project)
  const measured = useNodesInitialized()
  const flow = useReactFlow()
  const shown = useRef<string>(undefined)
  useEffect(() => {
    if (!measured || shown.current === project) return
    shown.current = project
    const viewport = viewportOf(project)
    void (viewport === undefined ? flow.fitView(FIT) : flow.setViewport(viewport))
  }, [flow, measured, project])
}
