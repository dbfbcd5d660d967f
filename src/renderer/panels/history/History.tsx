import { History as HistoryIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { HistoryEntry } from '#shared/contract'
import { attempt } from '../../kit'
import { client, useMirror } from '../../state'
import { classNames, EmptyState } from '../../ui'

/** What was done to the project, newest first; what was undone is shown faintly. */
export function History() {
  const project = useMirror(mirror => mirror.project)
  const revision = useMirror(mirror => mirror.revision)
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([])

  useEffect(() => {
    let current = true
    void attempt(client().project.history({ project })).then(answer => {
      if (current && answer.ok) setEntries(answer.value)
    })
    return () => {
      current = false
    }
  }, [project, revision])

  if (entries.length === 0) {
    return (
      <EmptyState icon={HistoryIcon} title="Nothing was changed yet">
        Every edit is kept here, and can be undone after a restart too.
      </EmptyState>
    )
  }
  return (
    <ol aria-label="History" data-testid="history" className="py-1">
      {entries.toReversed().map((entry, index) => (
        <li
          key={`${entry.revision}-${index}`}
          className={classNames(
            'flex h-6 items-center gap-2 px-3 text-xs',
            entry.done ? 'text-text' : 'text-faint line-through',
          )}
        >
          <span className="w-8 shrink-0 text-right text-faint">{entry.revision}</span>
          <span className="truncate">{entry.label}</span>
        </li>
      ))}
    </ol>
  )
}
