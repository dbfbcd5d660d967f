import { BadgeCheck, Check, Pin, TriangleAlert, Volume2 } from 'lucide-react'
import type { MarketCard } from '#shared/contract'
import { showInMarket } from '../../state'
import { classNames } from '../../ui'
import { CardAction } from './CardAction'
import { Badges } from './Badges'
import { PluginIcon } from './PluginIcon'
import { RatingMark } from './Stars'
import { isTrusted, trustWords } from './words'

interface CardProps {
  readonly card: MarketCard
  readonly index: number
  readonly selected: boolean
}

/** A plugin of the catalogue. The whole card opens its page; its button installs. */
export function Card({ card, index, selected }: CardProps) {
  const { id, name, summary, author, category, rating } = card
  return (
    <article
      aria-labelledby={`market-${index}`}
      data-testid="market-card"
      data-plugin={id}
      className={classNames(
        'group relative flex h-full flex-col gap-2 rounded-md border p-3 transition-colors',
        selected
          ? 'border-accent bg-raised'
          : 'border-line bg-panel hover:border-line-strong hover:bg-raised',
      )}
    >
      <div className="flex min-w-0 gap-3">
        <PluginIcon card={card} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1.5">
            <h3 className="flex min-w-0 text-base font-medium">
              <button
                type="button"
                id={`market-${index}`}
                aria-current={selected}
                data-market-index={index}
                dir="auto"
                className="truncate text-left outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
                onClick={() => showInMarket(id)}
              >
                {name}
              </button>
            </h3>
            <TrustMark card={card} />
            <span className="flex-1" />
            {rating !== undefined && <RatingMark {...rating} />}
          </div>
          <p className="truncate text-xs text-faint">
            <bdi>{author}</bdi> · {category}
          </p>
        </div>
      </div>
      <p dir="auto" className="line-clamp-2 min-h-8 text-sm text-soft">
        {summary}
      </p>
      <div className="mt-auto flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <Badges card={card} />
        </div>
        <States card={card} />
        <CardAction card={card} />
      </div>
    </article>
  )
}

function TrustMark({ card }: { readonly card: MarketCard }) {
  const { publisher, revoked } = card
  const [word] = trustWords[publisher.trust]
  // Its place says so, in a word.
  if (revoked !== undefined) return undefined
  if (isTrusted(publisher)) {
    return <BadgeCheck size={13} aria-label={word} className="shrink-0 text-accent-text" />
  }
  return publisher.trust === 'changed' ? (
    <TriangleAlert size={13} aria-label={word} className="shrink-0 text-bad" />
  ) : undefined
}

function States({ card }: { readonly card: MarketCard }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-xs">
      {card.hasDemo && card.installed === undefined && card.revoked === undefined && (
        <Volume2 size={13} aria-label="Has a demo" className="text-faint" />
      )}
      {card.pinned && <Pin size={12} aria-label="Pinned" className="text-faint" />}
      {card.revoked !== undefined && (
        <span title={card.revoked.message} className="flex items-center gap-1 text-bad">
          <TriangleAlert size={12} aria-hidden />
          Revoked
        </span>
      )}
      {card.installed !== undefined && card.update === undefined && card.revoked === undefined && (
        <span className="flex items-center gap-1 text-good">
          <Check size={12} aria-hidden />
          <span className="sr-only">Installed: </span>
          {card.installed}
        </span>
      )}
    </span>
  )
}
