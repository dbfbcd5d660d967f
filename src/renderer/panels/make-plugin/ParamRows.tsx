import { ChevronDown, ChevronUp, Search } from 'lucide-react'
import { useState } from 'react'
import type { DraftParam } from '#shared/graph'
import { fuzzyFilter } from '../../kit'
import { IconButton, TextField, Toggle } from '../../ui'
import { moved } from './moved'
import { RangeFields } from './RangeFields'

interface ParamRowsProps {
  readonly params: readonly DraftParam[]
  readonly onChange: (params: readonly DraftParam[]) => void
}

/** So many are looked through at a glance. */
const FEW = 10

/** Every parameter inside: which are shown, in which order, by which name and range. */
export function ParamRows({ params, onChange }: ParamRowsProps) {
  const [query, setQuery] = useState('')
  const shown = params.filter(({ exposed }) => exposed)
  const hidden = fuzzyFilter(
    params.filter(({ exposed }) => !exposed),
    query,
    ({ spec }) => [spec.label],
  )
  const change = (param: DraftParam, next: Partial<DraftParam>) =>
    onChange(params.map(other => (other.id === param.id ? { ...other, ...next } : other)))
  return (
    <section aria-label="Parameters" className="flex min-w-0 flex-col gap-2">
      <h3 className="text-xs font-semibold text-soft">Parameters</h3>
      {shown.length === 0 && (
        <p className="text-xs text-faint">
          None is shown yet: choose below what people shall turn. The others keep their values.
        </p>
      )}
      {shown.map((param, index) => (
        <div
          key={param.id}
          data-testid={`make-param-${param.id}`}
          className="flex flex-col gap-2 rounded border border-line bg-well/40 p-2"
        >
          <div className="flex items-center gap-1">
            <Toggle
              on
              label={`Show ${param.spec.label}`}
              onChange={() => change(param, { exposed: false })}
            />
            <TextField
              aria-label={`Name of ${param.id}`}
              value={param.spec.label}
              maxLength={60}
              className="h-6 text-xs"
              onChange={event =>
                change(param, { spec: { ...param.spec, label: event.currentTarget.value } })
              }
            />
            <IconButton
              icon={ChevronUp}
              label={`${param.spec.label} up`}
              disabled={index === 0}
              onClick={() => onChange([...moved(shown, index, -1), ...others(params)])}
            />
            <IconButton
              icon={ChevronDown}
              label={`${param.spec.label} down`}
              disabled={index === shown.length - 1}
              onClick={() => onChange([...moved(shown, index, 1), ...others(params)])}
            />
          </div>
          {param.spec.kind === 'number' && (
            <RangeFields spec={param.spec} onChange={spec => change(param, { spec })} />
          )}
        </div>
      ))}
      {others(params).length > FEW && (
        <div className="relative">
          <Search
            size={14}
            aria-hidden
            className="pointer-events-none absolute top-2 left-2 text-faint"
          />
          <TextField
            type="search"
            value={query}
            aria-label="Search parameters"
            placeholder="Search parameters inside"
            className="pl-7"
            onChange={event => setQuery(event.currentTarget.value)}
          />
        </div>
      )}
      <ul aria-label="Not shown" className="flex flex-col">
        {hidden.map(param => (
          <li key={param.id} className="flex h-7 items-center gap-2 text-xs text-soft">
            <Toggle
              on={false}
              label={`Show ${param.spec.label}`}
              testId={`make-show-${param.id}`}
              onChange={() => change(param, { exposed: true })}
            />
            <span className="truncate">{param.spec.label}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function others(params: readonly DraftParam[]): readonly DraftParam[] {
  return params.filter(({ exposed }) => !exposed)
}
