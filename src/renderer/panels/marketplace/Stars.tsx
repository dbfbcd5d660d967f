import { Star } from 'lucide-react'
import { classNames } from '../../ui'

/** “★ 4.3 (128)”: the average, drawn towards the middle where few have rated. */
export function RatingMark({ mean, count }: { readonly mean: number; readonly count: number }) {
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1 text-xs text-soft tabular-nums"
      title={`${mean.toFixed(1)} of 5 stars, by ${count} ${count === 1 ? 'author' : 'authors'}`}
    >
      <Star size={11} aria-hidden className="fill-accent text-accent" />
      <span className="sr-only">Rating </span>
      {mean.toFixed(1)}
      <span className="text-faint">({count})</span>
    </span>
  )
}

/** Five stars, so many of them full. */
export function Stars({ of, size = 12 }: { readonly of: number; readonly size?: number }) {
  return (
    <span role="img" aria-label={`${of} of 5 stars`} className="inline-flex shrink-0 gap-px">
      {[1, 2, 3, 4, 5].map(star => (
        <Star
          key={star}
          size={size}
          aria-hidden
          className={classNames(star <= of ? 'fill-accent text-accent' : 'text-line-strong')}
        />
      ))}
    </span>
  )
}
