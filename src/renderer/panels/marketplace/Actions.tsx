import { ArrowUpCircle, Download, History, Pin, PinOff, Plus, Trash2, X } from 'lucide-react'
import type { MarketDetails } from '#shared/contract'
import {
  addFromMarket,
  cancelMarketTask,
  installFromMarket,
  isRunning,
  pinPlugin,
  rollBackPlugin,
  settle,
  uninstallPlugin,
  useCatalog,
  useMarketTasks,
} from '../../state'
import { Button, FailureNote, IconButton, Progress } from '../../ui'
import { taskInWords } from './words'

/** What can be done with a plugin now; what is refused says why, here. */
export function Actions({ details }: { readonly details: MarketDetails }) {
  const { id } = details
  const task = useMarketTasks(state =>
    state.tasks.find(each => each.plugin === id && isRunning(each)),
  )
  return (
    <div className="flex flex-col gap-2" data-testid="market-actions">
      {task === undefined ? (
        <Buttons details={details} />
      ) : (
        <div className="flex h-7 items-center gap-3" data-testid="market-task">
          <span className="min-w-0 flex-1">
            <Progress done={task.progress} label={taskInWords(task)} />
          </span>
          <span className="shrink-0 text-xs text-soft">{taskInWords(task)}</span>
          <IconButton icon={X} label="Cancel" onClick={() => void cancelMarketTask(task)} />
        </div>
      )}
      {details.revoked !== undefined && (
        <FailureNote message={details.revoked.message} testId="market-revoked" />
      )}
      <Refusal details={details} />
    </div>
  )
}

function Buttons({ details }: { readonly details: MarketDetails }) {
  const { id, name, version, installed, update, pinned, previous, publisher, registry } = details
  const planning = useMarketTasks(state => state.planning.has(id))
  const isThere = useCatalog(state =>
    state.plugins.some(each => each.id === id && each.state === 'enabled'),
  )
  const revoked = publisher.trust === 'revoked'
  if (installed === undefined) {
    return (
      <div className="flex items-center gap-2">
        <Button
          look="primary"
          disabled={planning || revoked}
          data-testid="market-install"
          onClick={() => void installFromMarket({ id, name, action: 'install', version, registry })}
        >
          <Download size={14} aria-hidden />
          Install
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {update !== undefined && (
        <Button
          look={pinned ? 'plain' : 'primary'}
          disabled={planning || pinned}
          title={pinned ? 'It is pinned: unpin it first' : undefined}
          data-testid="market-update"
          onClick={() => void installFromMarket({ id, name, action: 'update', version: update })}
        >
          <ArrowUpCircle size={14} aria-hidden />
          Update to {update}
        </Button>
      )}
      {isThere && details.nodes.length > 0 && (
        <Button
          look={update === undefined ? 'primary' : 'plain'}
          data-testid="market-add"
          onClick={() => addFromMarket(id, details.nodes[0]?.type)}
        >
          <Plus size={14} aria-hidden />
          Add to the canvas
        </Button>
      )}
      {previous !== undefined && previous !== installed && (
        <Button data-testid="market-rollback" onClick={() => void rollBackPlugin(id)}>
          <History size={14} aria-hidden />
          Roll back to {previous}
        </Button>
      )}
      <IconButton
        icon={pinned ? PinOff : Pin}
        label={pinned ? `Unpin ${installed}` : `Pin ${installed}`}
        tip={pinned ? 'Let it be updated again' : 'Stay at this version: it is not updated'}
        pressed={pinned}
        data-testid="market-pin"
        onClick={() => void pinPlugin(id, !pinned)}
      />
      <IconButton
        icon={Trash2}
        label={`Uninstall ${name}`}
        tip="Uninstall"
        data-testid="market-uninstall"
        onClick={() => void uninstallPlugin(id)}
      />
    </div>
  )
}

function Refusal({ details }: { readonly details: MarketDetails }) {
  const { id, dependents, installed } = details
  const refused = useMarketTasks(state => state.refused.get(id))
  const [first] = refused ?? []
  if (refused === undefined || first === undefined) return undefined
  return (
    <FailureNote message={refused.map(({ message }) => message).join('\n')} testId="market-refusal">
      <span className="flex w-full items-center gap-2">
        <code className="flex-1 text-faint">{first.code}</code>
        {installed !== undefined && dependents.length > 0 && (
          <Button look="danger" onClick={() => void uninstallPlugin(id, { anyway: true })}>
            Uninstall anyway
          </Button>
        )}
        <Button look="quiet" onClick={() => settle(id)}>
          Dismiss
        </Button>
      </span>
    </FailureNote>
  )
}
