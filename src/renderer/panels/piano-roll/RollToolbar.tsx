import {
  AlignStartVertical,
  ArrowDown,
  ArrowUp,
  Copy,
  Trash2,
  UnfoldHorizontal,
} from 'lucide-react'
import { useState } from 'react'
import type { ChoiceParam, NoteClip, NumberParam } from '#shared/graph'
import { useDocument } from '../../state'
import { Button, Choice, IconButton, ValueField } from '../../ui'
import { deleteNotes, duplicate, legato, quantise, shiftNotes } from './note-actions'
import { useRollState } from './roll-state'
import { pitchNames, scaleNames } from './scales'

const scaleSpec: ChoiceParam = {
  ...{ kind: 'choice', label: 'Scale', default: 'none' },
  options: scaleNames.map(({ id, label }) => ({ id, label })),
}
const rootSpec: ChoiceParam = {
  ...{ kind: 'choice', label: 'Root', default: 'C' },
  options: pitchNames.map(name => ({ id: name, label: name })),
}
const percent = (label: string, standard: number): NumberParam => ({
  ...{ kind: 'number', label, unit: '%', min: 0, max: 100, default: standard, curve: 'linear' },
})
const strengthSpec = percent('Strength', 100)
const swingSpec = percent('Swing', 0)

export function RollToolbar({ clip }: { readonly clip: NoteClip }) {
  const scale = useRollState(state => state.scale)
  const root = useRollState(state => state.root)
  const chosen = useRollState(state => state.selected)
  const track = useDocument(({ graph }) => graph.nodes[clip.node]?.label ?? 'Note track')
  const [strength, setStrength] = useState(100)
  const [swing, setSwing] = useState(0)
  const selected = [...chosen].filter(id => id in clip.notes).length
  const total = Object.keys(clip.notes).length
  return (
    <div
      role="toolbar"
      aria-label="Note tools"
      className="flex h-8 shrink-0 items-center gap-1 border-b border-line bg-panel px-2 text-xs"
    >
      <span className="truncate font-medium">{clip.name ?? track}</span>
      <span data-testid="roll-count" className="pl-1 whitespace-nowrap text-faint">
        {selected > 0 ? `${selected} of ${total} notes` : total === 1 ? '1 note' : `${total} notes`}
      </span>
      <span className="flex-1" />
      <Button
        look="quiet"
        className="h-6"
        data-testid="quantise"
        onClick={() => quantise(strength / 100, swing / 100)}
      >
        <AlignStartVertical size={12} aria-hidden /> Quantise
      </Button>
      <Percent spec={strengthSpec} value={strength} onChange={setStrength} />
      <Percent spec={swingSpec} value={swing} onChange={setSwing} />
      <span aria-hidden className="mx-1 h-4 w-px bg-line" />
      <IconButton
        icon={ArrowUp}
        label="An octave up"
        keys="Shift+ArrowUp"
        onClick={() => shiftNotes(0, 12)}
      />
      <IconButton
        icon={ArrowDown}
        label="An octave down"
        keys="Shift+ArrowDown"
        onClick={() => shiftNotes(0, -12)}
      />
      <IconButton icon={UnfoldHorizontal} label="Legato: to the next note" onClick={legato} />
      <IconButton icon={Copy} label="Duplicate" keys="Mod+D" onClick={duplicate} />
      <IconButton icon={Trash2} label="Delete" keys="Delete" onClick={deleteNotes} />
      <span aria-hidden className="mx-1 h-4 w-px bg-line" />
      <div className="w-14">
        <Choice
          compact
          spec={rootSpec}
          value={pitchNames[root] ?? 'C'}
          label="Root of the scale"
          onChange={name =>
            useRollState.setState({
              root: Math.max(
                0,
                pitchNames.findIndex(other => other === name),
              ),
            })
          }
        />
      </div>
      <div className="w-32">
        <Choice
          compact
          spec={scaleSpec}
          value={scale}
          label="Scale"
          testId="roll-scale"
          onChange={id =>
            useRollState.setState({
              scale: scaleNames.find(option => option.id === id)?.id ?? 'none',
            })
          }
        />
      </div>
    </div>
  )
}

interface PercentProps {
  readonly spec: NumberParam
  readonly value: number
  readonly onChange: (value: number) => void
}

function Percent({ spec, value, onChange }: PercentProps) {
  return (
    <div className="flex items-center gap-1 text-faint">
      {spec.label}
      <div className="w-12">
        <ValueField
          spec={spec}
          value={value}
          label={spec.label}
          begin={() => ({ change: onChange, [Symbol.dispose]() {} })}
        />
      </div>
    </div>
  )
}
