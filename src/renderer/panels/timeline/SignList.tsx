import { Flag } from 'lucide-react'
import { formatBars, newId } from '../../kit'
import { projectNow, seek, useDocument } from '../../state'
import { IconButton, Menu, type MenuEntry } from '../../ui'
import { playheadBeat } from './clip-actions'
import { addMarkerAt } from './drag-ruler'
import { signsOf } from './draw-ruler'
import { removeSign } from './Ruler'
import { editSign } from './RulerField'
import { timeOf } from './view'

/** Everything that stands on the ruler, for keys: go there, change it, add to it. */
export function SignList() {
  const count = useDocument(document => document.transport.markers.length)
  return (
    <div className="flex h-full items-center gap-1 px-2">
      <Menu
        label="Markers, tempo and signatures"
        entries={entries}
        trigger={
          <button
            type="button"
            data-testid="timeline-signs"
            className="flex h-6 items-center gap-1.5 rounded px-1.5 text-xs text-soft hover:bg-control hover:text-text data-[state=open]:bg-control"
          >
            <Flag size={12} aria-hidden />
            {count === 0 ? 'Markers' : count === 1 ? '1 marker' : `${count} markers`}
          </button>
        }
      />
      <span className="flex-1" />
      <IconButton
        icon={Flag}
        size="small"
        label="Add a marker at the playhead"
        data-testid="timeline-add-marker"
        onClick={() => addMarkerAt(playheadBeat(), newId())}
      />
    </div>
  )
}

function entries(): readonly MenuEntry[] {
  const project = projectNow()
  const beat = playheadBeat()
  const signs = signsOf(project).map((sign): MenuEntry => {
    const at = formatBars(project.transport, sign.beat)
    const first = sign.beat === 0 && sign.kind !== 'marker'
    const name = sign.kind === 'tempo' ? `${sign.text} BPM` : sign.text
    return {
      label: `${name} – ${at}`,
      entries: [
        { label: 'Go there', run: () => void seek(timeOf(sign.beat)) },
        {
          label: sign.kind === 'marker' ? 'Rename…' : 'Change…',
          run: () => void setTimeout(() => editSign(sign.kind, sign.beat, sign.id)),
        },
        { label: 'Delete', danger: true, disabled: first, run: () => removeSign(sign) },
      ],
    }
  })
  return [
    { label: 'Add a marker here', run: () => addMarkerAt(beat, newId()) },
    {
      label: 'Change the tempo here…',
      run: () => void setTimeout(() => editSign('tempo', beat)),
    },
    {
      label: 'Change the signature here…',
      run: () => void setTimeout(() => editSign('signature', beat)),
    },
    'rule',
    ...signs,
  ]
}
