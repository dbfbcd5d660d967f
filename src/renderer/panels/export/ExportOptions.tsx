import type { ReactNode } from 'react'
import { ditherSchema, exportRates, mp3Bitrates } from '#shared/contract'
import { Choice, EditableText, Toggle } from '../../ui'
import { ExportRow } from './ExportRow'
import { bitrateOf, isPacked, isRounded, rateOf, type ExportForm } from './export-settings'

interface ExportOptionsProps {
  readonly settings: ExportForm
  readonly onChange: (settings: ExportForm) => void
}

const dithers = {
  kind: 'choice',
  label: 'Dither',
  default: 'tpdf',
  options: [
    { id: 'none', label: 'None' },
    { id: 'tpdf', label: 'TPDF' },
    { id: 'shaped', label: 'Shaped' },
  ],
} satisfies Parameters<typeof Choice>[0]['spec']

const bitrates = {
  kind: 'choice',
  label: 'Bit rate',
  default: '256',
  options: mp3Bitrates.map(rate => ({ id: String(rate), label: `${rate} kbit/s` })),
} satisfies Parameters<typeof Choice>[0]['spec']

const rates = {
  kind: 'choice',
  label: 'Sample rate',
  default: 'project',
  options: [
    { id: 'project', label: 'As the project' },
    ...exportRates.map(rate => ({ id: String(rate), label: `${rate / 1000} kHz` })),
  ],
} satisfies Parameters<typeof Choice>[0]['spec']

/** How it is rounded, how loud it is, and what else is written. */
export function ExportOptions({ settings, onChange }: ExportOptionsProps) {
  const { format, dither, bitrate, rate, stems, embed } = settings
  return (
    <>
      {isRounded(format) && (
        <ExportRow label="Dither">
          <Choice
            spec={dithers}
            value={dither}
            label="Dither"
            testId="export-dither"
            onChange={value =>
              onChange({ ...settings, dither: ditherSchema.safeParse(value).data ?? 'tpdf' })
            }
          />
        </ExportRow>
      )}
      {isPacked(format) && (
        <ExportRow label="Bit rate">
          <Choice
            spec={bitrates}
            value={String(bitrate)}
            label="Bit rate"
            testId="export-bitrate"
            onChange={id => onChange({ ...settings, bitrate: bitrateOf(id) })}
          />
        </ExportRow>
      )}
      {format !== 'opus' && (
        <ExportRow label="Sample rate">
          <Choice
            spec={rates}
            value={String(rate)}
            label="Sample rate"
            testId="export-rate"
            onChange={id => onChange({ ...settings, rate: rateOf(id) })}
          />
        </ExportRow>
      )}
      <ExportRow label="Loudness">
        <LoudnessFields settings={settings} onChange={onChange} />
      </ExportRow>
      <ExportRow label="Stems">
        <Line text="A file for each track beside the mix">
          <Toggle
            on={stems}
            label="Stems"
            testId="export-stems"
            onChange={on => onChange({ ...settings, stems: on })}
          />
        </Line>
      </ExportRow>
      <ExportRow label="Project">
        <Line text="Inside the file: dropped on the canvas it opens">
          <Toggle
            on={embed}
            label="Project inside"
            testId="export-embed"
            onChange={on => onChange({ ...settings, embed: on })}
          />
        </Line>
      </ExportRow>
    </>
  )
}

function Line({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-6 items-center gap-2 text-xs text-faint">
      {children}
      {text}
    </div>
  )
}

function LoudnessFields({ settings, onChange }: ExportOptionsProps) {
  const { loudness } = settings
  const { on, target, ceiling } = loudness
  const change = (next: Partial<ExportForm['loudness']>) =>
    onChange({ ...settings, loudness: { ...loudness, ...next } })
  const field = 'h-6 w-14 border-line bg-well text-center text-sm'
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-2 text-xs text-faint">
      <Toggle
        on={on}
        label="Loudness target"
        testId="export-loudness"
        onChange={next => change({ on: next })}
      />
      {on ? (
        <>
          <EditableText
            value={`${target}`}
            label="Loudness in LUFS"
            testId="export-target"
            className={field}
            onCommit={text => change({ target: levelOf(text, -60) ?? target })}
          />
          LUFS, peaks up to
          <EditableText
            value={`${ceiling}`}
            label="True peak ceiling in dBTP"
            testId="export-ceiling"
            className={field}
            onCommit={text => change({ ceiling: levelOf(text, -20) ?? ceiling })}
          />
          dBTP
        </>
      ) : (
        'As loud as it is mixed'
      )}
    </div>
  )
}

/** A level that was typed, “−14” or “-14 LUFS”, within what the shell takes. */
function levelOf(text: string, least: number): number | undefined {
  const level = Number.parseFloat(text.trim().replace('−', '-'))
  return Number.isFinite(level) && level >= least && level <= 0 ? level : undefined
}
