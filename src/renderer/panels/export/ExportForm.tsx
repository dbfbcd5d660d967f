import type { ReactNode } from 'react'
import { formatTime } from '../../kit'
import { useDocument } from '../../state'
import { Choice } from '../../ui'
import { ExportPlace } from './ExportPlace'
import type { ExportSettings, Span } from './export-settings'
import { RangeFields } from './RangeFields'

interface ExportFormProps {
  readonly settings: ExportSettings
  readonly onChange: (settings: ExportSettings) => void
}

const formats = {
  kind: 'choice',
  label: 'Format',
  default: 'wav24',
  options: [
    { id: 'wav16', label: '16 bit' },
    { id: 'wav24', label: '24 bit' },
    { id: 'wav32f', label: '32 bit float' },
  ],
} satisfies Parameters<typeof Choice>[0]['spec']

export function ExportForm({ settings, onChange }: ExportFormProps) {
  const { length, loop } = useDocument(document => document.transport)
  const spans = {
    kind: 'choice' as const,
    label: 'Range',
    default: 'all',
    options: [
      { id: 'all', label: 'Whole' },
      { id: 'loop', label: 'Loop' },
      { id: 'range', label: 'From – to' },
    ],
  }
  return (
    <>
      <Row label="Format">
        <Choice
          spec={formats}
          value={settings.format}
          label="Format"
          testId="export-format"
          onChange={value => {
            const format = value === 'wav16' || value === 'wav32f' ? value : 'wav24'
            onChange({ ...settings, format })
          }}
        />
      </Row>
      <Row label="Range">
        <div className="flex flex-col gap-2">
          <Choice
            spec={spans}
            value={settings.span}
            label="Range"
            testId="export-range"
            onChange={value => onChange({ ...settings, span: asSpan(value) })}
          />
          {settings.span === 'range' ? (
            <RangeFields settings={settings} onChange={onChange} />
          ) : (
            <p className="px-1 text-xs text-faint">
              {settings.span === 'all'
                ? `The whole project, ${formatTime(length)}`
                : `${formatTime(loop.start)} to ${formatTime(loop.end)}, ${formatTime(loop.end - loop.start)} long`}
            </p>
          )}
        </div>
      </Row>
      <Row label="File">
        <ExportPlace path={settings.path} onChange={path => onChange({ ...settings, path })} />
      </Row>
    </>
  )
}

function asSpan(value: string): Span {
  return value === 'loop' || value === 'range' ? value : 'all'
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[64px_minmax(0,1fr)] items-start">
      <span className="pt-1 text-sm text-soft">{label}</span>
      {children}
    </div>
  )
}
