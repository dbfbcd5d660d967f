import type { ReactNode } from 'react'
import { formatTime } from '../../kit'
import { useDocument } from '../../state'
import { Choice, TextField } from '../../ui'
import type { ExportSettings } from './export-settings'

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
      { id: 'all', label: `Whole, ${formatTime(length)}` },
      { id: 'loop', label: `Loop, ${formatTime(loop.end - loop.start)}` },
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
        <Choice
          spec={spans}
          value={settings.span}
          label="Range"
          testId="export-range"
          onChange={value => onChange({ ...settings, span: value === 'loop' ? 'loop' : 'all' })}
        />
      </Row>
      <Row label="File">
        <TextField
          aria-label="File"
          value={settings.path}
          data-testid="export-path"
          onChange={event => onChange({ ...settings, path: event.currentTarget.value })}
        />
      </Row>
    </>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[72px_1fr] items-center">
      <span className="text-sm text-soft">{label}</span>
      {children}
    </div>
  )
}
