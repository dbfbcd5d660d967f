import { useNodesInitialized, useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useMirror } from '../state'
import { FIT } from './fit'

/** Shows all of a project when it is opened, once its nodes have their sizes. */
export function useFitOnOpen(): void {
  const project = useMirror(mirror => mirror.project)
  const measured = useNodesInitialized()
  const flow = useReactFlow()
  const shown = useRef<string>(undefined)
  useEffect(() => {
    if (!measured || shown.current === project) return
    shown.current = project
    void flow.fitView(FIT)
  }, [flow, measured, project])
}
