import { Copy, Repeat, Scissors, Trash2, VolumeX } from 'lucide-react'
import { useMemo } from 'react'
import {
  moveClips,
  SHORTEST_CLIP,
  trimClips,
  type AudioClip,
  type Clip,
  type Edit,
  type NumberParam,
} from '#shared/graph'
import { formatBarLength, formatBars, newId, parseBarLength, parseBars } from '../../kit'
import { dispatch, projectNow, useDocument, useTimeline } from '../../state'
import { Button, EditableText, IconButton, ValueField, type ValueGesture } from '../../ui'
import {
  changeClips,
  deleteSelected,
  duplicateSelected,
  editNotes,
  isLooped,
  playheadBeat,
  splitAt,
  toggleLooped,
  toggleMuted,
} from './clip-actions'
import { clipName } from './draw-clip'

/** What is selected, with its values to be typed. */
export function ClipStrip() {
  const selected = useTimeline(state => state.clips)
  const all = useDocument(document => document.clips)
  const clips = useMemo(() => [...selected].flatMap(id => all[id] ?? []), [selected, all])
  const [first] = clips
  if (first === undefined) return undefined
  return (
    <div
      role="group"
      aria-label="Selected clips"
      data-testid="clip-strip"
      className="flex h-8 shrink-0 items-center gap-3 overflow-x-auto overflow-y-hidden border-t border-line bg-panel px-2 text-xs"
    >
      {clips.length === 1 ? <One clip={first} /> : <span>{clips.length} clips</span>}
      <span className="flex-1" />
      <div className="flex items-center gap-0.5">
        <IconButton
          icon={VolumeX}
          label="Mute the clips"
          keys="M"
          pressed={clips.every(clip => clip.muted === true)}
          onClick={toggleMuted}
        />
        <IconButton
          icon={Repeat}
          label="Loop the clips"
          pressed={clips.every(isLooped)}
          data-testid="clip-loop"
          onClick={toggleLooped}
        />
        <IconButton
          icon={Scissors}
          label="Split at the playhead"
          keys="S"
          onClick={() => splitAt(playheadBeat())}
        />
        <IconButton icon={Copy} label="Duplicate" keys="Mod+D" onClick={duplicateSelected} />
        <IconButton icon={Trash2} label="Delete" keys="Delete" onClick={deleteSelected} />
      </div>
    </div>
  )
}

function One({ clip }: { readonly clip: Clip }) {
  const name = useDocument(document => clipName(document, clip))
  return (
    <>
      <EditableText
        value={name}
        label="Name of the clip"
        testId="clip-name"
        className="h-6 w-40 text-xs font-medium"
        onCommit={text => changeClips([clip.id], 'Rename clip', { name: text })}
      />
      {clip.kind === 'notes' && (
        <Button look="quiet" className="h-6" onClick={() => editNotes(clip.id)}>
          Edit notes
        </Button>
      )}
      <Place clip={clip} />
      {clip.kind === 'audio' && <Sound clip={clip} />}
    </>
  )
}

function change(label: string, edits: readonly Edit[]): void {
  if (edits.length > 0) dispatch(label, edits)
}

/** Where it begins and how long it is. */
function Place({ clip }: { readonly clip: Clip }) {
  const start = useDocument(({ transport }) => formatBars(transport, clip.start))
  const length = useDocument(({ transport }) => formatBarLength(transport, clip.start, clip.length))
  const lengthOf = (text: string) => parseBarLength(projectNow().transport, clip.start, text)
  const field = 'h-5 w-18 text-center text-xs text-soft'
  return (
    <>
      <div className="flex shrink-0 items-center gap-1 text-faint">
        <span>Start</span>
        <EditableText
          value={start}
          label="Start of the clip, in bars"
          testId="clip-start"
          className={field}
          problem={text =>
            parseBars(projectNow().transport, text) === undefined
              ? 'There is no such place. Type a bar, like 17 or 3.2.3.'
              : undefined
          }
          onCommit={text => {
            const beat = parseBars(projectNow().transport, text)
            if (beat === undefined) return
            change('Move clip', moveClips(projectNow(), [clip.id], beat - clip.start))
          }}
        />
      </div>
      <div className="flex shrink-0 items-center gap-1 text-faint">
        <span>Length</span>
        <EditableText
          value={length}
          label="Length of the clip, in bars, beats and sixteenths"
          testId="clip-length"
          className={field}
          problem={text =>
            (lengthOf(text) ?? 0) < SHORTEST_CLIP
              ? 'Type bars, beats and sixteenths, like 2 or 0.3.2.'
              : undefined
          }
          onCommit={text => {
            const next = lengthOf(text)
            if (next === undefined) return
            change('Trim clip', trimClips(projectNow(), [clip.id], 'end', next - clip.length))
          }}
        />
      </div>
    </>
  )
}

const number = (
  label: string,
  unit: string,
  [min, max, standard]: readonly [number, number, number],
): NumberParam => ({
  ...{ kind: 'number', label, unit, min, max, default: standard, curve: 'linear' },
})

const gain = number('Gain', 'dB', [-72, 24, 0])
const speed = number('Speed', '×', [0.25, 4, 1])
const pitch = number('Pitch', 'st', [-24, 24, 0])
const fade = number('Fade', 's', [0, 600, 0])

function Sound({ clip }: { readonly clip: AudioClip }) {
  const set = (label: string, change: (value: number) => Parameters<typeof changeClips>[2]) =>
    beginChange(clip.id, label, change)
  const bend = (side: 'fadeIn' | 'fadeOut') => clip[side]?.bend ?? 0
  return (
    <>
      <Field
        spec={gain}
        value={clip.gain ?? 0}
        begin={set('Set gain', value => ({ gain: value }))}
      />
      <Field
        spec={{ ...fade, label: 'Fade in' }}
        value={clip.fadeIn?.length ?? 0}
        begin={set('Fade in', length => ({ fadeIn: { length, bend: bend('fadeIn') } }))}
      />
      <Field
        spec={{ ...fade, label: 'Fade out' }}
        value={clip.fadeOut?.length ?? 0}
        begin={set('Fade out', length => ({ fadeOut: { length, bend: bend('fadeOut') } }))}
      />
      <Field
        spec={speed}
        value={clip.speed ?? 1}
        begin={set('Set speed', value => ({ speed: value }))}
      />
      <Field
        spec={pitch}
        value={clip.pitch ?? 0}
        begin={set('Set pitch', value => ({ pitch: value }))}
      />
    </>
  )
}

function beginChange(
  clip: string,
  label: string,
  change: (value: number) => Parameters<typeof changeClips>[2],
): () => ValueGesture {
  return () => {
    const gesture = newId()
    return {
      change: value =>
        void dispatch(label, [{ kind: 'set-clip', clip, change: change(value) }], { gesture }),
      [Symbol.dispose]() {},
    }
  }
}

interface FieldProps {
  readonly spec: NumberParam
  readonly value: number
  readonly begin: () => ValueGesture
}

function Field({ spec, value, begin }: FieldProps) {
  return (
    <div className="flex shrink-0 items-center gap-1 text-faint">
      <span className="whitespace-nowrap">{spec.label}</span>
      <div className="w-16">
        <ValueField
          spec={spec}
          value={value}
          label={spec.label}
          begin={begin}
          testId={`clip-${spec.label.toLowerCase().replace(' ', '-')}`}
        />
      </div>
    </div>
  )
}
