import { useVirtualizer } from '@tanstack/react-virtual'
import { History as HistoryIcon } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { HistoryEntry } from '#shared/contract'
import { attempt } from '../../kit'
import { client, stepHistory, useMirror } from '../../state'
import { classNames, EmptyState } from '../../ui'
import { stepsTo } from './steps-to'

/** The steps, and the revision that they lead to. */
interface Known {
  readonly revision: number
  readonly entries: readonly HistoryEntry[]
}

/** What was done to the project, newest first. A click on an entry undoes or redoes as far as there. */
export function History() {
  const project = useMirror(mirror => mirror.project)
  const revision = useMirror(mirror => mirror.revision)
  const [known, setKnown] = useState<Known>()

  useEffect(() => {
    let current = true
    void attempt(client().project.history({ project })).then(answer => {
      if (current && answer.ok) setKnown({ revision, entries: answer.value })
    })
    return () => {
      current = false
    }
  }, [project, revision])

  // Until it is known, nothing is said.
  if (known === undefined) return undefined
  if (known.entries.length === 0) {
    return (
      <EmptyState icon={HistoryIcon} title="Nothing was changed yet">
        Every edit is kept here, and can be undone after a restart too.
      </EmptyState>
    )
  }
  return <Steps {...known} />
}

const ROW = 24

/** The newest first, below them all how it began; of ten thousand only those in sight are there. */
function Steps({ entries, revision }: Known) {
  const scroller = useRef<HTMLDivElement>(null)
  const present = entries.findLastIndex(entry => entry.done)
  // Its functions change what they return without changing themselves; nothing here is memoised over them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: entries.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  return (
    <div ref={scroller} className="h-full overflow-y-auto py-1">
      <ol
        aria-label="History"
        data-testid="history"
        data-revision={revision}
        className="relative mx-1"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index: row, start }) => {
          const index = entries.length - 1 - row
          const entry = entries[index]
          return (
            <Step
              key={row}
              top={start}
              place={row + 1}
              count={entries.length + 1}
              label={entry?.label ?? 'As it was opened first'}
              revision={entry?.revision}
              done={entry?.done ?? true}
              present={index === present}
              entries={entries}
              index={index}
            />
          )
        })}
      </ol>
    </div>
  )
}

interface StepProps {
  readonly top: number
  readonly place: number
  readonly count: number
  readonly label: string
  readonly revision: number | undefined
  readonly done: boolean
  /** The last that is in effect. */
  readonly present: boolean
  readonly entries: readonly HistoryEntry[]
  /** −1 for how it began. */
  readonly index: number
}

const Step = memo(function Step(props: StepProps) {
  const { top, place, count, label, revision, done, present, entries, index } = props
  return (
    <li
      aria-posinset={place}
      aria-setsize={count}
      className="absolute inset-x-0 top-0"
      style={{ transform: `translateY(${top}px)` }}
    >
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
        onClick={() => void stepHistory(stepsTo(entries, index))}
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
})
