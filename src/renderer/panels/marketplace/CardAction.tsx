import type { MarketCard } from '#shared/contract'
import { installFromMarket, isRunning, showInMarket, useMarketTasks } from '../../state'
import { Button, Progress } from '../../ui'

/** The one thing that is most likely wanted of a card; what went wrong is told on the page of the plugin. */
export function CardAction({ card }: { readonly card: MarketCard }) {
  const { id, name, installed, update, pinned } = card
  const task = useMarketTasks(state =>
    state.tasks.find(each => each.plugin === id && isRunning(each)),
  )
  const planning = useMarketTasks(state => state.planning.has(id))
  const refused = useMarketTasks(state => state.refused.has(id))
  if (task !== undefined) {
    return (
      <span className="relative z-1 w-16">
        <Progress done={task.progress} label={`${name}: ${task.stage}`} />
      </span>
    )
  }
  if (refused) {
    return (
      <Button
        look="danger"
        className="relative z-1 h-6 px-2"
        aria-label={`Why ${name} was refused`}
        onClick={() => showInMarket(id)}
      >
        Refused
      </Button>
    )
  }
  const action = installed === undefined ? 'install' : update !== undefined && !pinned && 'update'
  if (action === false || card.publisher.trust === 'revoked') return undefined
  return (
    <Button
      look={action === 'update' ? 'primary' : 'plain'}
      className="relative z-1 h-6 px-2"
      disabled={planning}
      aria-label={`${action === 'update' ? 'Update' : 'Install'} ${name}`}
      data-testid="card-action"
      onClick={() => void installFromMarket({ id, name, action })}
    >
      {action === 'update' ? 'Update' : 'Install'}
    </Button>
  )
}
