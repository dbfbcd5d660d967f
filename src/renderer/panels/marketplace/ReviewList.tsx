import { Flag, MessageSquare, Star, WifiOff } from 'lucide-react'
import { useState } from 'react'
import { RATING_PRIOR, type MarketDetails, type Rating, type Review } from '#shared/contract'
import { attempt } from '../../kit'
import { client, openMarket, toast, toastFailure } from '../../state'
import { Button, EmptyState, FailureNote, IconButton, PageSection } from '../../ui'
import { ReviewForm } from './ReviewForm'
import { Stars } from './Stars'
import { useReviews } from './use-reviews'
import { agoInWords, awayInWords } from './words'

/** What others think of a plugin, and the form for one’s own opinion. */
export function ReviewList({ details }: { readonly details: MarketDetails }) {
  const { id, installed } = details
  const { reviews: asked, failure, again } = useReviews(id)
  if (failure !== undefined) {
    return (
      <PageSection title="Ratings and reviews">
        <FailureNote message={failure.message} />
      </PageSection>
    )
  }
  if (asked === undefined) return undefined
  const { rating, reviews, failures, asOf, writable } = asked
  const mine = reviews.find(
    review => review.mine && review.version === (installed ?? details.version),
  )
  return (
    <PageSection title="Ratings and reviews">
      {rating !== undefined && <Summary rating={rating} />}
      {failures.length > 0 && (
        <p
          className="flex items-start gap-2 text-xs text-warn"
          role="status"
          data-testid="reviews-away"
        >
          <WifiOff size={13} aria-hidden className="mt-px shrink-0" />
          {awayInWords(asked)}
        </p>
      )}
      {!writable ? undefined : installed !== undefined ? (
        <ReviewForm
          key={mine?.id ?? ''}
          plugin={id}
          version={installed}
          mine={mine}
          onDone={again}
        />
      ) : (
        <p className="text-xs text-faint">Install it to rate it.</p>
      )}
      {reviews.length === 0 ? (
        <EmptyState
          icon={MessageSquare}
          title={writable || asOf !== undefined ? 'No reviews yet' : 'No reviews to show'}
        >
          {failures.length > 0 ? undefined : !writable ? (
            <>
              No service for reviews is read.{' '}
              <Button look="quiet" className="h-6" onClick={() => openMarket('settings')}>
                Add one
              </Button>
            </>
          ) : (
            'Be the first to say how it sounds.'
          )}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-3" data-testid="market-reviews">
          {reviews.map(review => (
            <Item key={review.id} plugin={id} review={review} />
          ))}
        </ul>
      )}
    </PageSection>
  )
}

function Summary({ rating }: { readonly rating: Rating }) {
  const { average, count, stars } = rating
  const most = Math.max(1, ...stars)
  return (
    <div className="flex items-center gap-6" data-testid="market-rating">
      <div className="text-center">
        <p className="text-3xl font-semibold">{average.toFixed(1)}</p>
        <p
          className="text-xs text-faint"
          title={`As if ${RATING_PRIOR.weight} authors had given ${RATING_PRIOR.mean}, so that a few move it little`}
        >
          {count} {count === 1 ? 'author' : 'authors'}
        </p>
      </div>
      <ol className="flex min-w-0 max-w-80 flex-1 flex-col gap-0.5" reversed>
        {[5, 4, 3, 2, 1].map(star => {
          const number = stars[star - 1] ?? 0
          return (
            <li key={star} className="flex h-3.5 items-center gap-2 text-xs text-faint">
              <span className="flex w-6 items-center gap-0.5">
                {star}
                <Star size={9} aria-label="stars" className="fill-current" />
              </span>
              <span aria-hidden className="h-1.5 flex-1 overflow-hidden rounded-full bg-well">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(number / most) * 100}%` }}
                />
              </span>
              <span className="w-8 text-right">{number}</span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function Item({ plugin, review }: { readonly plugin: string; readonly review: Review }) {
  const { id, name, author, stars, text, version, at, mine } = review
  const [reported, setReported] = useState(false)
  const called = name === '' ? 'Somebody' : name

  async function report(): Promise<void> {
    const why = 'Reported by a reader'
    const done = await attempt(client().reviews.report({ plugin, id, why }))
    if (!done.ok) return toastFailure(done.error)
    setReported(true)
    toast({ tone: 'done', text: 'The operator of the service will look at it.' })
  }

  return (
    <li className="flex flex-col gap-1" data-testid="market-review">
      <div className="flex items-center gap-2 text-xs text-faint">
        <Stars of={stars} size={11} />
        <bdi className="min-w-0 truncate text-sm text-text">{called}</bdi>
        <span className="font-mono" title="The first letters of the author’s key">
          {author}
        </span>
        <span className="min-w-0 flex-1 truncate">
          {version} · {agoInWords(at)}
          {mine && ' · yours'}
        </span>
        {!mine && (
          <IconButton
            icon={Flag}
            size="small"
            label={`Report the review of ${called}`}
            tip={reported ? 'Reported' : 'Report it'}
            disabled={reported}
            onClick={() => void report()}
          />
        )}
      </div>
      {text !== '' && (
        <p dir="auto" className="text-sm break-words whitespace-pre-line text-soft select-text">
          {text}
        </p>
      )}
    </li>
  )
}
