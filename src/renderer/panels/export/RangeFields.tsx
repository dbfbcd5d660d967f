import { formatTime, parseTime, timeProblem } from '../../kit'
import { EditableText } from '../../ui'
import { settingsProblem, type ExportForm } from './export-settings'

interface RangeFieldsProps {
  readonly settings: ExportForm
  readonly onChange: (settings: ExportForm) => void
}

/** Where the export begins and ends, as times that can be typed. */
export function RangeFields({ settings, onChange }: RangeFieldsProps) {
  const { from, to } = settings
  const problem = settingsProblem(settings)
  const field = 'h-6 w-20 border-line bg-well text-center text-sm'
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs text-soft">
      <EditableText
        value={formatTime(from)}
        label="From"
        testId="export-from"
        className={field}
        problem={timeProblem}
        onCommit={text => onChange({ ...settings, from: parseTime(text) ?? from })}
      />
      to
      <EditableText
        value={formatTime(to)}
        label="To"
        testId="export-to"
        className={field}
        problem={timeProblem}
        onCommit={text => onChange({ ...settings, to: parseTime(text) ?? to })}
      />
      {problem === undefined ? (
        <span className="text-faint">{formatTime(to - from)} long</span>
      ) : (
        <span role="alert" className="text-bad">
          {problem}
        </span>
      )}
    </div>
  )
}
