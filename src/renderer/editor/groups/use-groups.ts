import { useEffect, type RefObject } from 'react'
import { canvasView, graphNow, openGroup, useMirror, useOpenGroup } from '../../state'
import { enterGroup } from './group-actions'

/** Double-clicks open groups; another canvas is shown whole. */
export function useGroups(stage: RefObject<HTMLElement | null>): void {
  const project = useMirror(mirror => mirror.project)
  const group = useOpenGroup(state => state.group)
  useEffect(() => openGroup(undefined), [project])
  useEffect(() => {
    // The nodes of the other canvas are there after the next paint.
    const frame = requestAnimationFrame(() => canvasView().fit())
    return () => cancelAnimationFrame(frame)
  }, [group])
  useEffect(() => {
    const element = stage.current
    const enter = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.nodrag') !== null) return
      const id = event.target.closest('.react-flow__node')?.getAttribute('data-id') ?? ''
      if (id in graphNow().groups) enterGroup(id)
    }
    element?.addEventListener('dblclick', enter)
    return () => element?.removeEventListener('dblclick', enter)
  }, [stage])
}
