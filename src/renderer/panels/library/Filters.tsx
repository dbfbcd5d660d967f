import type { SoundFilters } from '#shared/contract'
import { filterSounds, useSounds } from '../../state'
import { Button, classNames, TextField } from '../../ui'
import { filterCount, keyName, typeNames } from './facts'

const ranges = [
  ['tempo', 'Tempo', 'BPM'],
  ['seconds', 'Length', 's'],
  ['loudness', 'Loudness', 'LUFS'],
] as const

/** What narrows the list. */
export function Filters() {
  const filters = useSounds(state => state.filters)
  const set = (change: Partial<SoundFilters>): void => filterSounds({ ...filters, ...change })
  return (
    <div className="flex flex-col gap-3 p-3 text-xs text-soft">
      <div role="group" aria-label="Type" className="flex flex-wrap gap-1">
        {Object.entries(typeNames).map(([type, label]) => {
          const on = filters.types?.some(one => one === type) === true
          return (
            <Chip
              key={type}
              on={on}
              label={label}
              onToggle={() => set({ types: toggled(filters.types ?? [], type, on) })}
            />
          )
        })}
      </div>
      {ranges.map(([name, label, unit]) => (
        <Range
          key={name}
          label={label}
          unit={unit}
          value={filters[name] ?? {}}
          onChange={range => set({ [name]: range })}
        />
      ))}
      <div role="group" aria-label="Key" className="grid grid-cols-6 gap-1">
        {Array.from({ length: 24 }, (_, key) => {
          const on = filters.keys?.includes(key) === true
          const others = (filters.keys ?? []).filter(other => other !== key)
          const keys = on ? others : [...others, key]
          return (
            <Chip
              key={key}
              on={on}
              label={keyName(key, true)}
              name={keyName(key)}
              onToggle={() => set({ keys: keys.length === 0 ? undefined : keys })}
            />
          )
        })}
      </div>
      <Button
        look="quiet"
        disabled={filterCount(filters) === 0}
        data-testid="library-filters-clear"
        onClick={() => filterSounds({})}
      >
        Clear filters
      </Button>
    </div>
  )
}

type Types = NonNullable<SoundFilters['types']>
const allTypes: Types = ['one-shot', 'loop', 'track', 'sound']

function toggled(types: Types, type: string, on: boolean): Types | undefined {
  const kept = allTypes.filter(one => (one === type ? !on : types.includes(one)))
  return kept.length === 0 ? undefined : kept
}

interface ChipProps {
  readonly on: boolean
  readonly label: string
  readonly name?: string
  readonly onToggle: () => void
}

function Chip({ on, label, name, onToggle }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={name ?? label}
      className={classNames(
        'h-6 rounded border px-1.5 text-xs transition-colors',
        on
          ? 'border-accent bg-accent/15 text-accent-text'
          : 'border-line bg-well text-soft hover:border-line-strong hover:text-text',
      )}
      onClick={onToggle}
    >
      {label}
    </button>
  )
}

interface Span {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

interface RangeProps {
  readonly label: string
  readonly unit: string
  readonly value: Span
  readonly onChange: (value: Span | undefined) => void
}

function Range({ label, unit, value, onChange }: RangeProps) {
  const change = (end: 'from' | 'to', text: string): void => {
    const number = Number(text.replace('−', '-').replace(',', '.'))
    const isSet = text.trim() !== '' && Number.isFinite(number)
    const next = { ...value, [end]: isSet ? number : undefined }
    onChange(next.from === undefined && next.to === undefined ? undefined : next)
  }
  return (
    <div role="group" aria-label={label} className="flex items-center gap-2">
      <span className="w-16 shrink-0">{label}</span>
      {(['from', 'to'] as const).map(end => (
        <TextField
          key={`${end} ${value[end] ?? ''}`}
          defaultValue={value[end]}
          inputMode="decimal"
          placeholder={end}
          aria-label={`${label} ${end}, ${unit}`}
          data-testid={`library-${label.toLowerCase()}-${end}`}
          className="tabular-nums"
          onBlur={event => change(end, event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter') change(end, event.currentTarget.value)
          }}
        />
      ))}
      <span className="w-9 shrink-0 text-faint">{unit}</span>
    </div>
  )
}
