import { useState } from 'react'
import { Choice, TextField, Toggle } from '../../ui'
import { typedValue, type ConfigField } from './config-fields'

interface ConfigControlProps {
  readonly field: ConfigField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** What was typed is no value (any more). */
  readonly onWrong: (wrong: boolean) => void
}

/** One setting: a switch, a choice, or a field to type into. */
export function ConfigControl({ field, value, onChange, onWrong }: ConfigControlProps) {
  const { key, label, doc, control } = field
  const testId = `config-${key}`
  if (control.kind === 'switch') {
    return (
      <div className="col-span-2 flex items-center justify-between gap-3">
        <Name label={label} doc={doc} />
        <Toggle on={value === true} label={label} testId={testId} onChange={onChange} />
      </div>
    )
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Name label={field.required ? label : `${label} (optional)`} doc={doc} />
      {control.kind === 'choice' ? (
        <Choice
          spec={{
            kind: 'choice',
            label,
            default: '',
            options: control.options.map(option => ({ id: String(option), label: String(option) })),
          }}
          value={shown('choice', value)}
          label={label}
          testId={testId}
          onChange={id => onChange(control.options.find(option => String(option) === id))}
        />
      ) : (
        <Typed field={field} value={value} onChange={onChange} onWrong={onWrong} />
      )}
    </div>
  )
}

function Typed({ field, value, onChange, onWrong }: ConfigControlProps) {
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  return (
    <>
      <TextField
        value={typed ?? shown(field.control.kind, value)}
        aria-label={field.label}
        aria-invalid={problem !== undefined}
        data-testid={`config-${field.key}`}
        onChange={event => {
          const text = event.currentTarget.value
          const parsed = typedValue(field.control, text)
          setTyped(text)
          setProblem('problem' in parsed ? parsed.problem : undefined)
          onWrong('problem' in parsed)
          if ('value' in parsed) onChange(parsed.value)
        }}
        onBlur={() => {
          if (problem === undefined) setTyped(undefined)
        }}
      />
      {problem !== undefined && (
        <span role="alert" className="text-xs text-bad">
          {problem}
        </span>
      )}
    </>
  )
}

function Name({ label, doc }: { readonly label: string; readonly doc: string | undefined }) {
  return (
    <span className="min-w-0 text-xs text-soft">
      {label}
      {doc !== undefined && <span className="block text-faint">{doc}</span>}
    </span>
  )
}

function shown(kind: ConfigField['control']['kind'], value: unknown): string {
  if (value === undefined) return ''
  if (kind === 'json') return JSON.stringify(value)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
