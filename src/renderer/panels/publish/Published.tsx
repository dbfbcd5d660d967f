import { PackageCheck } from 'lucide-react'
import type { MarketTask, PublishFacts } from '#shared/contract'
import { closeDialog, openMarket, usePublish } from '../../state'
import { Button } from '../../ui'

interface PublishedProps {
  readonly facts: PublishFacts
  readonly task: MarketTask
}

/** What came of it, and the way to see it as others do. */
export function Published({ facts, task }: PublishedProps) {
  const wish = usePublish(state => state.wish)
  return (
    <div data-testid="published" className="flex items-start gap-3 text-sm">
      <PackageCheck size={28} aria-hidden className="shrink-0 text-good" />
      <div className="flex min-w-0 flex-col items-start gap-2">
        <p>
          {facts.name} {task.version} is in {wish?.registry}, signed by you.
        </p>
        {facts.fingerprint === undefined && (
          <p className="text-xs text-soft select-text">
            Your key was made in {facts.keyFile}. Keep a copy of it: nobody can make it again, and
            with another one your users are warned.
          </p>
        )}
        <Button
          look="primary"
          data-testid="publish-show"
          onClick={() => {
            closeDialog()
            openMarket('browse', facts.id)
          }}
        >
          Show it in the marketplace
        </Button>
      </div>
    </div>
  )
}
