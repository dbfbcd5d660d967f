import { useState } from 'react'
import type { NumberParam } from '#shared/graph'
import { Choice, TextField } from '../../ui'
import { Field } from './Field'

interface RangeFieldsProps {
  readonly spec: NumberParam
  readonly onChange: (spec: NumberParam) => void
}

/** Range, value at first, unit and curve of a number. */
export function RangeFields({ spec, onChange }: RangeFieldsProps) {
  const number = (label: string, key: 'min' | 'max' | 'default') => (
    <Field label={label}>
      <NumberField
        label={`${spec.label}: ${label.toLowerCase()}`}
        value={spec[key]}
        onChange={value => onChange({ ...spec, [key]: value })}
      />
    </Field>
  )
  return (
    <div className="grid grid-cols-[1fr_1fr_1fr_56px_132px] gap-2">
      {number('Least', 'min')}
      {number('Most', 'max')}
      {number('At first', 'default')}
      <Field label="Unit">
        <TextField
          aria-label={`${spec.label}: unit`}
          value={spec.unit}
          maxLength={8}
          className="h-6 text-xs"
          onChange={event => onChange({ ...spec, unit: event.currentTarget.value })}
        />
      </Field>
      <Field label="Curve">
        <Choice
          spec={curves}
          value={spec.curve}
          label={`${spec.label}: curve`}
          onChange={curve =>
            onChange({ ...spec, curve: curve === 'exponential' ? curve : 'linear' })
          }
        />
      </Field>
    </div>
  )
}

const curves = {
  kind: 'choice' as const,
  label: 'Curve',
  options: [
    { id: 'linear', label: 'Even' },
    { id: 'exponential', label: 'Ratios' },
  ],
  default: 'linear',
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

/** A number as it is typed; what is none yet counts when it is one. */
function NumberField({ label, value, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>()
  const parsed = Number(typed?.replace('−', '-').replace(',', '.'))
  const wrong = typed !== undefined && (typed.trim() === '' || !Number.isFinite(parsed))
  return (
    <TextField
      aria-label={label}
      aria-invalid={wrong}
      inputMode="decimal"
      value={typed ?? String(value)}
      className="h-6 text-xs tabular-nums"
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        const next = Number(text.replace('−', '-').replace(',', '.'))
        if (text.trim() !== '' && Number.isFinite(next)) onChange(next)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
