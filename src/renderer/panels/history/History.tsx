import { History as HistoryIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { HistoryEntry } from '#shared/contract'
import { attempt } from '../../kit'
import { client, stepHistory, useMirror } from '../../state'
import { classNames, EmptyState } from '../../ui'
import { stepsTo } from './steps-to'

/** What was done to the project, newest first. A click on an entry undoes or redoes as far as there. */
export function History() {
  const project = useMirror(mirror => mirror.project)
  const revision = useMirror(mirror => mirror.revision)
  const [entries, setEntries] = useState<readonly HistoryEntry[]>()

  useEffect(() => {
    let current = true
    void attempt(client().project.history({ project })).then(answer => {
      if (current && answer.ok) setEntries(answer.value)
    })
    return () => {
      current = false
    }
  }, [project, revision])

  // Until it is known, nothing is said.
  if (entries === undefined) return undefined
  if (entries.length === 0) {
    return (
      <EmptyState icon={HistoryIcon} title="Nothing was changed yet">
        Every edit is kept here, and can be undone after a restart too.
      </EmptyState>
    )
  }
  const present = entries.findLastIndex(entry => entry.done)
  return (
    <ol aria-label="History" data-testid="history" className="px-1 py-1">
      {entries
        .map((entry, index) => (
          <Step
            key={`${entry.revision}-${index}`}
            label={entry.label}
            revision={entry.revision}
            done={entry.done}
            present={index === present}
            onChoose={() => void stepHistory(stepsTo(entries, index))}
          />
        ))
        .toReversed()}
      <Step
        label="As it was opened first"
        done
        present={present === -1}
        onChoose={() => void stepHistory(stepsTo(entries, -1))}
      />
    </ol>
  )
}

interface StepProps {
  readonly label: string
  readonly revision?: number
  readonly done: boolean
  /** The last that is in effect. */
  readonly present: boolean
  readonly onChoose: () => void
}

function Step({ label, revision, done, present, onChoose }: StepProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={present ? 'step' : undefined}
        data-testid="history-step"
        data-done={done}
        title={present ? label : done ? `Undo what came after “${label}”` : `Redo up to “${label}”`}
        className={classNames(
          'flex h-6 w-full items-center gap-2 rounded-sm px-2 text-left text-xs hover:bg-control',
          done ? 'text-text' : 'text-faint',
          present && 'bg-control font-medium',
        )}
        onClick={onChoose}
      >
        <span
          aria-hidden
          className={classNames(
            'size-1.5 shrink-0 rounded-full',
            present ? 'bg-accent' : done ? 'bg-line-strong' : 'ring-1 ring-line-strong',
          )}
        />
        <span dir="auto" className={classNames('min-w-0 flex-1 truncate', !done && 'line-through')}>
          {label}
        </span>
        <span className="shrink-0 text-faint">{revision}</span>
      </button>
    </li>
  )
}
