import { exportFormatSchema } from '#shared/contract'
import { formatTime } from '../../kit'
import { useDocument } from '../../state'
import { Choice } from '../../ui'
import { LicenseNotes } from './LicenseNotes'
import { ExportPlace } from './ExportPlace'
import { ExportOptions } from './ExportOptions'
import { namedFor, type ExportForm as Form, type Span } from './export-settings'
import { ExportRow as Row } from './ExportRow'
import { RangeFields } from './RangeFields'

interface ExportFormProps {
  readonly settings: Form
  readonly onChange: (settings: Form) => void
}

const formats = {
  kind: 'choice',
  label: 'Format',
  default: 'wav24',
  options: [
    { id: 'wav16', label: 'WAV, 16 bit' },
    { id: 'wav24', label: 'WAV, 24 bit' },
    { id: 'wav32f', label: 'WAV, 32 bit float' },
    { id: 'flac', label: 'FLAC, 24 bit' },
    { id: 'flac16', label: 'FLAC, 16 bit' },
    { id: 'mp3', label: 'MP3' },
    { id: 'opus', label: 'Opus' },
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
            const format = exportFormatSchema.safeParse(value).data ?? 'wav24'
            onChange({ ...settings, format, path: namedFor(settings.path, format) })
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
      <ExportOptions settings={settings} onChange={onChange} />
      <LicenseNotes />
      <Row label="File">
        <ExportPlace path={settings.path} onChange={path => onChange({ ...settings, path })} />
      </Row>
    </>
  )
}

function asSpan(value: string): Span {
  return value === 'loop' || value === 'range' ? value : 'all'
}
