import { useRef } from 'react'
import type { BeatsPerMinute } from '#shared/kit'
import { newId } from '../../kit'
import { dispatch, useDocument } from '../../state'
import { Choice, EditableText, Tip } from '../../ui'
import { isTempo, setTempo, tapTempo } from './set-tempo'

const SIGNATURES = ['2/4', '3/4', '4/4', '5/4', '7/4', '6/8', '7/8', '12/8'] as const

/** Tempo and time signature. */
export function Tempo() {
  const held = useRef<{ y: number; tempo: number; gesture: string; moved: boolean }>(undefined)
  const tempo = useDocument(document => document.transport.tempo)
  const signature = useDocument(document => document.transport.signature)
  const shown = `${signature.beats}/${signature.unit}`
  const known = SIGNATURES.some(option => option === shown) ? SIGNATURES : [...SIGNATURES, shown]
  return (
    <div className="flex items-center gap-1">
      <div role="group" aria-label="Tempo" className="flex items-center text-xs text-faint">
        <EditableText
          value={String(tempo)}
          label="Tempo in beats a minute"
          testId="tempo"
          className="h-7 w-12 min-[1200px]:w-14 text-right text-sm"
          problem={text => (isTempo(bpmOf(text)) ? undefined : 'Type a tempo from 10 to 1000.')}
          onCommit={text => void setTempo(bpmOf(text))}
        />
        <Tip text={'Click in time to tap the tempo\nDrag up or down to change it'} keys="T">
          <button
            type="button"
            aria-label="Tap the tempo"
            data-testid="tap-tempo"
            className="h-7 cursor-ns-resize touch-none rounded px-1 hover:bg-control hover:text-text"
            onPointerDown={event => {
              event.currentTarget.setPointerCapture(event.pointerId)
              held.current = { y: event.clientY, tempo, gesture: newId(), moved: false }
            }}
            onPointerMove={event => {
              const { current } = held
              if (current === undefined) return
              const up = current.y - event.clientY
              current.moved ||= Math.abs(up) > 3
              if (!current.moved) return
              const next = current.tempo + up * (event.shiftKey ? 0.01 : 0.5)
              const steps = event.shiftKey ? 100 : 1
              setTempo(Math.round(next * steps) / steps, current.gesture)
            }}
            onPointerUp={() => {
              if (held.current?.moved === false) tapTempo()
              held.current = undefined
            }}
            onPointerCancel={() => (held.current = undefined)}
            onKeyDown={event => {
              const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
              if (way === 0) return
              event.preventDefault()
              event.stopPropagation()
              setTempo(Math.round(tempo + way * (event.shiftKey ? 10 : 1)))
            }}
            onClick={event => {
              // From the keyboard no pointer was held.
              if (event.detail === 0) tapTempo()
            }}
          >
            BPM
          </button>
        </Tip>
      </div>
      <div className="w-16">
        <Choice
          compact
          spec={{
            kind: 'choice',
            label: 'Time signature',
            options: known.map(option => ({ id: option, label: option })),
            default: '4/4',
          }}
          value={shown}
          label="Time signature"
          testId="signature"
          onChange={setSignature}
        />
      </div>
    </div>
  )
}

function bpmOf(text: string): BeatsPerMinute {
  return text === '' ? Number.NaN : Number(text.replace(',', '.'))
}

const units = { 2: 2, 4: 4, 8: 8 } as const

function setSignature(text: string): void {
  const [beats = 4, unit = 4] = text.split('/').map(Number)
  const known = unit === 2 || unit === 4 || unit === 8 ? units[unit] : 4
  const signature = { beats, unit: known } as const
  dispatch('Set time signature', [{ kind: 'set-transport', transport: { signature } }])
}
