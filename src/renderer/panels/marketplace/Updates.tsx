import { ArrowUpCircle, CircleCheck, Pin } from 'lucide-react'
import type { AvailableUpdate } from '#shared/contract'
import {
  installAll,
  installFromMarket,
  isRunning,
  openMarket,
  pinPlugin,
  useMarket,
  useMarketTasks,
} from '../../state'
import { Button, EmptyState, FailureNote, IconButton, Progress } from '../../ui'

/** Every plugin that there is a newer version of. */
export function Updates() {
  const updates = useMarket(state => state.updates)
  const due = updates.filter(({ pinned }) => !pinned)
  if (updates.length === 0) {
    return (
      <div className="flex-1 pt-8">
        <EmptyState icon={CircleCheck} title="Everything is up to date">
          Newer versions of what you have installed show here. Nothing is updated without you.
        </EmptyState>
      </div>
    )
  }
  return (
    <section aria-label="Updates" className="mx-auto w-full max-w-180 overflow-y-auto p-4">
      <div className="flex h-9 items-center justify-between">
        <h2 className="text-sm font-semibold text-soft">
          {due.length === 1 ? '1 update' : `${due.length} updates`}
        </h2>
        {due.length > 1 && (
          <Button
            look="primary"
            data-testid="update-all"
            onClick={() =>
              void installAll(
                due.map(({ id, name, available }) => ({
                  id,
                  name,
                  action: 'update',
                  version: available,
                })),
              )
            }
          >
            Update all
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line" data-testid="market-updates">
        {updates.map(update => (
          <Row key={update.id} update={update} />
        ))}
      </ul>
    </section>
  )
}

function Row({ update }: { readonly update: AvailableUpdate }) {
  const { id, name, installed, available, pinned, changelog } = update
  const task = useMarketTasks(state =>
    state.tasks.find(each => each.plugin === id && isRunning(each)),
  )
  const refused = useMarketTasks(state => state.refused.get(id)?.[0])
  return (
    <li className="flex flex-col gap-2 py-3" data-plugin={id}>
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <button
            type="button"
            dir="auto"
            className="max-w-full truncate text-base font-medium hover:underline"
            onClick={() => openMarket('browse', id)}
          >
            {name}
          </button>
          <p className="text-xs text-faint">
            {installed} → <span className="text-text">{available}</span>
          </p>
        </div>
        {task !== undefined ? (
          <span className="w-32">
            <Progress done={task.progress} label={`${name}: ${task.stage}`} />
          </span>
        ) : (
          <>
            <IconButton
              icon={Pin}
              label={pinned ? `Unpin ${name}` : `Pin ${name} at ${installed}`}
              pressed={pinned}
              onClick={() => void pinPlugin(id, !pinned)}
            />
            <Button
              disabled={pinned}
              aria-label={`Update ${name}`}
              onClick={() =>
                void installFromMarket({ id, name, action: 'update', version: available })
              }
            >
              <ArrowUpCircle size={14} aria-hidden />
              Update
            </Button>
          </>
        )}
      </div>
      {changelog !== undefined && (
        <p dir="auto" className="line-clamp-3 text-xs whitespace-pre-line text-soft select-text">
          {changelog}
        </p>
      )}
      {refused !== undefined && (
        <FailureNote message={`${refused.message} (${refused.code})`} testId="market-refusal" />
      )}
    </li>
  )
}
