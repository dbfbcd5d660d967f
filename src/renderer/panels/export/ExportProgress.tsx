import { Check } from 'lucide-react'
import { Reveal } from './Reveal'
import { formatLevel, formatSpan, formatTime } from '../../kit'
import type { ExportState } from '../../state'
import { FailureNote, Progress } from '../../ui'

/** How far an export is, or what came of it. */
export function ExportProgress({ state }: { readonly state: ExportState }) {
  if (state.kind === 'ready') return undefined
  return (
    <div
      className="mt-4 border-t border-line pt-4"
      data-testid="export-state"
      data-state={state.kind}
    >
      <Shown state={state} />
    </div>
  )
}

function Shown({ state }: { readonly state: ExportState }) {
  switch (state.kind) {
    case 'ready':
      return undefined
    case 'running':
      return (
        <div className="flex flex-col gap-2">
          <Progress done={state.done} label="Export" />
          <p className="flex justify-between text-xs text-soft">
            <span>{Math.round(state.done * 100)} %</span>
            {state.secondsLeft !== undefined && <span>{formatSpan(state.secondsLeft)} left</span>}
          </p>
        </div>
      )
    case 'failed':
      return <FailureNote message={state.failure.message} testId="export-failure" />
    case 'done': {
      const { report } = state
      return (
        <div className="flex flex-col gap-2 text-xs" data-testid="export-result">
          <p className="flex items-center gap-2 text-sm">
            <Check size={15} aria-hidden className="shrink-0 text-good" />
            <span className="min-w-0 flex-1 truncate select-text" title={state.path}>
              {state.path}
            </span>
            <Reveal path={state.path} />
          </p>
          <dl className="grid grid-cols-3 gap-2 text-soft">
            <Fact name="Length" value={formatTime(report.seconds)} />
            <Fact
              name="Peak"
              value={`${formatLevel(report.peakDb)} dBFS`}
              warn={report.peakDb > 0}
            />
            {report.loudness !== undefined && (
              <Fact
                name="Loudness"
                value={`${(report.loudness.integrated + report.loudness.gainDb).toFixed(1)} LUFS`}
                warn={!report.loudness.reached}
              />
            )}
            {report.files.length > 1 && (
              <Fact name="Stems" value={`${report.files.length - 1} files`} />
            )}
            <Fact name="Speed" value={`${report.realtimeFactor.toFixed(0)} × real time`} />
          </dl>
          {report.warnings.map(warning => (
            <FailureNote key={warning} message={warning} tone="warning" />
          ))}
          {report.bypassed.length > 0 && (
            <FailureNote
              message={`${report.bypassed.length} nodes were bypassed because of trouble.`}
            />
          )}
        </div>
      )
    }
  }
}

function Fact({
  name,
  value,
  warn = false,
}: {
  readonly name: string
  readonly value: string
  readonly warn?: boolean
}) {
  return (
    <div>
      <dt className="text-faint">{name}</dt>
      <dd className={warn ? 'text-bad' : 'text-text'}>{value}</dd>
    </div>
  )
}
