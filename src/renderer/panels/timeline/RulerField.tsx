import { create } from 'zustand'
import { useEffect, useRef, useState } from 'react'
import {
  bpmAt,
  setMarker,
  setSignatureAt,
  setTempoAt,
  signatureAt,
  tempoMapOf,
  type Beats,
} from '#shared/graph'
import { dispatch, projectNow } from '../../state'
import { classNames } from '../../ui'
import { RULER, RULER_HEIGHT, type RulerSign } from './draw-ruler'
import { xOf } from './view'

interface Edited {
  readonly kind: RulerSign['kind']
  readonly beat: Beats
  readonly id: string | undefined
}

const useEdited = create<{ readonly edited: Edited | undefined }>(() => ({ edited: undefined }))

/** Opens the field in which a marker is named, or a tempo or signature typed. */
export function editSign(kind: Edited['kind'], beat: Beats, id?: string): void {
  useEdited.setState({ edited: { kind, beat, id } })
}

const labels = {
  marker: 'Name of the marker',
  tempo: 'Tempo from here on, in beats a minute',
  signature: 'Time signature from here on',
} as const

export function RulerField() {
  const edited = useEdited(state => state.edited)
  return edited === undefined ? undefined : (
    <Field key={`${edited.kind}${edited.beat}`} {...edited} />
  )
}

function Field({ kind, beat, id }: Edited) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(() => textOf({ kind, beat, id }))
  const wrong = kind !== 'marker' && valueOf(kind, text) === undefined
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  function close(keep: boolean): void {
    useEdited.setState({ edited: undefined })
    if (keep) commit({ kind, beat, id }, text)
  }

  return (
    <div
      className="absolute flex items-center gap-1"
      style={{
        left: Math.max(0, xOf(beat)),
        top: kind === 'marker' ? 0 : RULER_HEIGHT - RULER.changes - 2,
      }}
    >
      <input
        ref={field}
        aria-label={labels[kind]}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'ruler-wrong' : undefined}
        data-testid={`ruler-${kind}`}
        value={text}
        maxLength={200}
        spellCheck={false}
        className={classNames(
          'h-5 rounded-sm border border-accent bg-well px-1 text-xs text-text outline-none aria-invalid:border-bad',
          kind === 'marker' ? 'w-36' : 'w-14',
        )}
        onPointerDown={event => event.stopPropagation()}
        onDoubleClick={event => event.stopPropagation()}
        onChange={event => setText(event.currentTarget.value)}
        onBlur={() => close(!wrong)}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'Enter' && !wrong) close(true)
          if (event.key === 'Escape') close(false)
        }}
      />
      {kind !== 'marker' && wrong && (
        <p
          id="ruler-wrong"
          role="alert"
          className="rounded-sm border border-bad/40 bg-bad-ground px-1.5 text-xs leading-4.5 whitespace-nowrap text-text"
        >
          {ranges[kind]}
        </p>
      )}
    </div>
  )
}

const ranges = {
  tempo: 'From 10 to 1000',
  signature: 'Like 7/8: 1 to 64 beats of 1, 2, 4, 8, 16 or 32',
} as const

function textOf({ kind, beat, id }: Edited): string {
  const { transport } = projectNow()
  if (kind === 'marker') return transport.markers.find(marker => marker.id === id)?.name ?? ''
  if (kind === 'tempo') return String(Math.round(bpmAt(tempoMapOf(transport), beat) * 100) / 100)
  const { beats, unit } = signatureAt(transport, beat)
  return `${beats}/${unit}`
}

function valueOf(kind: 'tempo' | 'signature', text: string) {
  if (kind === 'tempo') {
    const bpm = Number(text.replace(',', '.'))
    return text.trim() !== '' && bpm >= 10 && bpm <= 1000 ? { kind, bpm } : undefined
  }
  const match = /^\s*(\d{1,2})\s*\/\s*(1|2|4|8|16|32)\s*$/.exec(text)
  const beats = Number(match?.[1])
  const unit = units.find(known => known === Number(match?.[2]))
  return match !== null && beats >= 1 && beats <= 64 && unit !== undefined
    ? { kind, beats, unit }
    : undefined
}

const units = [1, 2, 4, 8, 16, 32] as const

function commit({ kind, beat, id }: Edited, text: string): void {
  const { transport } = projectNow()
  if (kind === 'marker') {
    const marker = transport.markers.find(other => other.id === id)
    if (marker === undefined || marker.name === text) return
    dispatch('Rename marker', setMarker(transport, marker.id, { name: text.slice(0, 200) }))
    return
  }
  if (text === textOf({ kind, beat, id }) && id !== undefined) return
  const value = valueOf(kind, text)
  if (value?.kind === 'tempo') {
    dispatch('Set tempo', setTempoAt(transport, beat, { bpm: value.bpm }))
  } else if (value?.kind === 'signature') {
    const { beats, unit } = value
    dispatch('Set time signature', setSignatureAt(transport, beat, { beats, unit }))
  }
}
