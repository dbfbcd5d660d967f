import { Pin, X } from 'lucide-react'
import { useMemo, useRef, type PointerEvent } from 'react'
import { useCatalog, useDocument } from '../../state'
import { classNames, portColor } from '../../ui'
import { useDisplay } from '../readouts/use-display'
import { ProbeDisplay } from './probe-display'
import { dropProbe, moveProbe, pinProbe, type Probe } from './probes'

const WIDTH = 232
const HEIGHT = 190

/** A card with what a cable carries; a pinned one is dragged by its title. */
export function ProbeCard({ probe, pinned }: { readonly probe: Probe; readonly pinned: boolean }) {
  const { cable, at } = probe
  const left = Math.max(4, Math.min(at.x + (pinned ? 0 : 14), window.innerWidth - WIDTH - 4))
  const top = Math.max(4, Math.min(at.y + (pinned ? 0 : 14), window.innerHeight - HEIGHT - 4))
  const drag = useDrag(cable, pinned ? { x: left, y: top } : undefined)
  return (
    <section
      aria-label="Probe"
      data-testid={`probe-${cable}`}
      className={classNames(
        'fixed z-30 overflow-hidden rounded-md border border-line-strong bg-panel shadow-float',
        !pinned && 'pointer-events-none',
      )}
      style={{ left, top, width: WIDTH }}
    >
      <header
        className={classNames('flex h-6 items-center gap-1 pr-1 pl-2', pinned && 'cursor-move')}
        {...drag}
      >
        <ProbeTitle cable={cable} />
        {pinned ? (
          <button
            type="button"
            aria-label="Close the probe"
            className="p-1 text-faint hover:text-text"
            onClick={() => dropProbe(cable)}
          >
            <X size={12} aria-hidden />
          </button>
        ) : (
          <span className="flex items-center gap-1 text-2xs text-faint">
            <Pin size={10} aria-hidden />
            Alt-click
          </span>
        )}
      </header>
      <ProbeView cable={cable} height={140} />
    </section>
  )
}

/** From which output it comes. */
export function ProbeTitle({ cable: id }: { readonly cable: string }) {
  const cable = useDocument(document => document.graph.cables[id])
  const node = useDocument(document => document.graph.nodes[cable?.from.node ?? ''])
  const definition = useCatalog(state => state.nodes.get(node?.type ?? ''))
  const port = definition?.outputs[cable?.from.port ?? '']
  const name = node?.label ?? definition?.label ?? 'A cable'
  return (
    <h3 className="flex min-w-0 flex-1 items-center gap-1.5 text-xs font-medium">
      <span
        aria-hidden
        className="h-2 w-2 shrink-0 rounded-full"
        style={{ background: portColor(port?.kind) }}
      />
      <span className="truncate">{name}</span>
      <span className="truncate text-faint">{port?.label ?? cable?.from.port}</span>
    </h3>
  )
}

interface ProbeViewProps {
  readonly cable: string
  /** Fills what holds it where it is left out. */
  readonly height?: number
}

/** The wave, the spectrum and the level of what a cable carries. */
export function ProbeView({ cable: id, height }: ProbeViewProps) {
  const from = useDocument(document => document.graph.cables[id]?.from)
  const node = useDocument(document => document.graph.nodes[from?.node ?? ''])
  const definition = useCatalog(state => state.nodes.get(node?.type ?? ''))
  const kind = definition?.outputs[from?.port ?? '']?.kind
  const sounds = kind === 'audio' || kind === 'control'
  const canvas = useRef<HTMLCanvasElement>(null)
  const figures = useRef<HTMLOutputElement>(null)
  const display = useMemo(() => new ProbeDisplay(), [])
  const look = useMemo(() => {
    if (from === undefined || !sounds) return undefined
    return { kind: 'output' as const, node: from.node, port: from.port }
  }, [from, sounds])
  useDisplay({ canvas, figures, display, look, large: height === undefined })
  if (from !== undefined && !sounds) {
    return (
      <p className="px-2 pb-2 text-xs text-faint">It carries notes: there is no wave to see.</p>
    )
  }
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label="Wave and spectrum of the cable"
        className={classNames('block w-full', height === undefined && 'min-h-0 flex-1')}
        style={height === undefined ? undefined : { height }}
      />
      <output ref={figures} className="block truncate px-2 py-1 text-xs text-soft">
        –
      </output>
    </>
  )
}

function useDrag(cable: string, from: { readonly x: number; readonly y: number } | undefined) {
  const grip = useRef<{ readonly x: number; readonly y: number }>(undefined)
  if (from === undefined) return {}
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.target instanceof Element && event.target.closest('button') !== null) return
      event.currentTarget.setPointerCapture(event.pointerId)
      grip.current = { x: event.clientX - from.x, y: event.clientY - from.y }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (grip.current === undefined) return
      const at = { x: event.clientX - grip.current.x, y: event.clientY - grip.current.y }
      moveProbe(cable, at)
    },
    onPointerUp: () => {
      grip.current = undefined
    },
  }
}

/** Stays where it is. */
export function pinHere(probe: Probe): void {
  pinProbe({ ...probe, at: { x: probe.at.x + 14, y: probe.at.y + 14 } })
}
