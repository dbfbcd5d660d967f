import { useEffect, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { useDocument } from '../../state'
import { cableAt } from '../cable-target'
import { pinHere, ProbeCard } from './ProbeCard'
import { useProbes, type Probe } from './probes'
import { useCableHover } from './use-cable-hover'

interface CableProbesProps {
  /** Where cables are. */
  readonly area: RefObject<HTMLElement | null>
}

/** The cards of the cables that are listened in on: rest on a cable, or hold Alt; Alt-click pins it. */
export function CableProbes({ area }: CableProbesProps) {
  const { hovered, pinned } = useProbes()
  useCableHover(area)

  useEffect(() => {
    const element = area.current
    const pin = (event: PointerEvent) => {
      if (!event.altKey || event.button !== 0) return
      const cable = cableAt(event.clientX, event.clientY)
      if (cable === undefined) return
      event.preventDefault()
      event.stopPropagation()
      pinHere({ cable, at: { x: event.clientX, y: event.clientY } })
    }
    element?.addEventListener('pointerdown', pin, { capture: true })
    return () => element?.removeEventListener('pointerdown', pin, { capture: true })
  }, [area])

  return createPortal(
    <>
      {pinned.map(probe => (
        <Present key={probe.cable} probe={probe} pinned />
      ))}
      {hovered !== undefined && <Present key="hovered" probe={hovered} pinned={false} />}
    </>,
    document.body,
  )
}

/** As long as the cable is there. */
function Present({ probe, pinned }: { readonly probe: Probe; readonly pinned: boolean }) {
  const exists = useDocument(document => document.graph.cables[probe.cable] !== undefined)
  return exists ? <ProbeCard probe={probe} pinned={pinned} /> : undefined
}
