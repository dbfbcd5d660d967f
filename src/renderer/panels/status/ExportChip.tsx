import { X } from 'lucide-react'
import { formatSpan } from '../../kit'
import { cancelExport, openDialog, useDialogs, useExport } from '../../state'
import { Progress } from '../../ui'

/** An export that runs while something else is done; a click shows its dialog again. */
export function ExportChip() {
  const state = useExport(exporting => exporting.state)
  const isShown = useDialogs(({ open }) => open === 'export')
  if (state.kind !== 'running' || isShown) return undefined
  const { done, secondsLeft } = state
  return (
    <span
      className="flex items-center gap-1.5 whitespace-nowrap text-soft"
      data-testid="export-chip"
    >
      <button
        type="button"
        className="flex items-center gap-1.5 hover:text-text"
        onClick={() => openDialog('export')}
      >
        Export
        <span className="w-16">
          <Progress done={done} label="Render under way" />
        </span>
        {Math.round(done * 100)} %{secondsLeft !== undefined && `, ${formatSpan(secondsLeft)} left`}
      </button>
      <button
        type="button"
        aria-label="Cancel the export"
        className="flex size-4 items-center justify-center rounded hover:bg-control hover:text-text"
        onClick={cancelExport}
      >
        <X size={11} aria-hidden />
      </button>
    </span>
  )
}
