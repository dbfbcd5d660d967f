import { useRef, useState, type RefObject } from 'react'
import { newId } from '../../kit'
import { dispatch, projectNow } from '../../state'
import { removeMarker, setSignatureAt, setTempoAt } from '#shared/graph'
import { MenuAtPointer, type MenuEntry } from '../../ui'
import { addMarkerAt, dragRuler } from './drag-ruler'
import { RULER_HEIGHT, type RulerSign } from './draw-ruler'
import { snappedAt, type Gesture, type Pointer } from './gesture'
import { hitRuler } from './hit'
import { editSign, RulerField } from './RulerField'
import { useDrag } from './use-drag'
import { useWheel } from './use-wheel'

interface RulerProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly head: RefObject<HTMLDivElement | null>
}

/** Bars and time, the loop, markers, and the changes of tempo and signature. */
export function Ruler({ canvas, head }: RulerProps) {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Pointer>()
  useWheel(box)
  const drag = useDrag(begin, hover)
  return (
    <MenuAtPointer entries={() => (at === undefined ? [] : menuAt(at))}>
      <div
        ref={box}
        data-testid="timeline-ruler"
        className="relative min-w-0 flex-1 touch-none overflow-clip"
        style={{ height: RULER_HEIGHT }}
        {...drag}
        onDoubleClick={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          open(event.clientX - left, event.clientY - top, event.altKey)
        }}
        onContextMenu={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          const [x, y] = [event.clientX - left, event.clientY - top]
          setAt({ x, y, shift: false, free: event.altKey, mod: false })
        }}
      >
        <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
        <div
          ref={head}
          aria-hidden
          className="pointer-events-none absolute top-4 bottom-0 left-0 w-px bg-text before:absolute before:-left-1 before:top-0 before:border-x-[4.5px] before:border-t-[6px] before:border-x-transparent before:border-t-text"
        />
        <RulerField />
      </div>
    </MenuAtPointer>
  )
}

function begin(at: Pointer): Gesture | undefined {
  return dragRuler(hitRuler(projectNow(), at.x, at.y), at)
}

function hover(at: Pointer, element: HTMLElement): void {
  const { kind } = hitRuler(projectNow(), at.x, at.y)
  const grips = { sign: 'grab', 'loop-start': 'ew-resize', 'loop-end': 'ew-resize', loop: 'grab' }
  element.style.cursor =
    kind in grips ? (new Map(Object.entries(grips)).get(kind) ?? '') : 'default'
}

/** A double-click changes a sign; on the empty row it makes one. */
function open(x: number, y: number, free: boolean): void {
  const hit = hitRuler(projectNow(), x, y)
  const beat = snappedAt({ x, free })
  if (hit.kind === 'sign') return editSign(hit.sign.kind, hit.sign.beat, hit.sign.id)
  if (hit.kind === 'changes') return editSign('tempo', beat)
  if (hit.kind !== 'markers') return
  const id = newId()
  addMarkerAt(beat, id)
  editSign('marker', beat, id)
}

function menuAt({ x, y, free }: Pointer): readonly MenuEntry[] {
  const hit = hitRuler(projectNow(), x, y)
  const beat = snappedAt({ x, free })
  const adding: readonly MenuEntry[] = [
    { label: 'Add a marker', run: () => addMarkerAt(beat, newId()) },
    { label: 'Change the tempo here…', run: () => later(() => editSign('tempo', beat)) },
    { label: 'Change the signature here…', run: () => later(() => editSign('signature', beat)) },
  ]
  return hit.kind === 'sign' ? [...signMenu(hit.sign), 'rule', ...adding] : adding
}

/** The menu gives the focus back when it closes; the field takes it after that. */
function later(run: () => void): void {
  setTimeout(run)
}

function signMenu(sign: RulerSign): readonly MenuEntry[] {
  const { transport } = projectNow()
  const point = transport.tempoMap.find(({ beat }) => beat === sign.beat)
  const curve = sign.beat === 0 ? transport.tempoCurve : point?.curve
  const bpm = sign.beat === 0 ? transport.tempo : point?.bpm
  const first = sign.beat === 0 && sign.kind !== 'marker'
  return [
    {
      label: sign.kind === 'marker' ? 'Rename…' : 'Change…',
      run: () => later(() => editSign(sign.kind, sign.beat, sign.id)),
    },
    ...(sign.kind === 'tempo' && bpm !== undefined
      ? [
          {
            label: 'Goes to the next in a line',
            checked: curve === 'linear',
            run: () => {
              const next = curve === 'linear' ? 'hold' : 'linear'
              dispatch('Tempo curve', setTempoAt(transport, sign.beat, { bpm, curve: next }))
            },
          },
        ]
      : []),
    {
      label: 'Delete',
      danger: true,
      disabled: first,
      run: () => removeSign(sign),
    },
  ]
}

export function removeSign(sign: Pick<RulerSign, 'kind' | 'beat' | 'id'>): void {
  const { transport } = projectNow()
  const edits =
    sign.kind === 'marker'
      ? removeMarker(transport, sign.id)
      : sign.kind === 'tempo'
        ? setTempoAt(transport, sign.beat, undefined)
        : setSignatureAt(transport, sign.beat, undefined)
  dispatch(`Delete ${sign.kind}`, edits)
}
