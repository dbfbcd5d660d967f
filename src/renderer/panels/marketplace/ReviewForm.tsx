import { Star } from 'lucide-react'
import { useState } from 'react'
import { MAX_REVIEW_LETTERS, type Review } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client, toast } from '../../state'
import { Button, classNames, FailureNote, TextField } from '../../ui'

interface ReviewFormProps {
  readonly plugin: string
  readonly version: string
  readonly mine: Review | undefined
  readonly onDone: () => void
}

/** Stars, words, a name to be called by. What one has written of this version before stands in it. */
export function ReviewForm({ plugin, version, mine, onDone }: ReviewFormProps) {
  const [stars, setStars] = useState(mine?.stars ?? 0)
  const [text, setText] = useState(mine?.text ?? '')
  const [name, setName] = useState(mine?.name ?? '')
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  const isOpen = stars > 0

  async function run(work: () => Promise<unknown>, words: string): Promise<void> {
    setBusy(true)
    const done = await attempt(work())
    setBusy(false)
    setFailure(done.ok ? undefined : done.error)
    if (!done.ok) return
    toast({ tone: 'done', text: words })
    onDone()
  }
  const send = () =>
    run(
      () => client().reviews.write({ plugin, version, stars, text, name }),
      'Your review is signed and sent.',
    )
  const withdraw = () =>
    run(() => client().reviews.withdraw({ plugin, version }), 'Your review is withdrawn.')

  return (
    <form
      aria-label="Your review"
      data-testid="review-form"
      className="flex flex-col gap-2 rounded-md border border-line p-2"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="flex items-center gap-2">
        <StarInput value={stars} onChange={setStars} />
        <span className="flex-1 text-xs text-faint">
          {isOpen ? `Your rating of ${version}` : `Rate ${version}`}
        </span>
        {mine !== undefined && (
          <Button look="quiet" className="h-6" disabled={busy} onClick={() => void withdraw()}>
            Withdraw
          </Button>
        )}
      </div>
      {isOpen && (
        <>
          <textarea
            aria-label="What you think of it"
            dir="auto"
            value={text}
            rows={3}
            placeholder="How does it sound, and what is it good for?"
            className="w-full resize-y rounded border border-line bg-well px-2 py-1 text-sm text-text placeholder:text-faint hover:border-line-strong focus:border-accent focus:outline-none"
            onChange={event => setText(event.currentTarget.value)}
          />
          <div className="flex items-center gap-2">
            <TextField
              value={name}
              dir="auto"
              maxLength={60}
              placeholder="Your name (optional)"
              aria-label="Your name"
              className="max-w-48"
              onChange={event => setName(event.currentTarget.value)}
            />
            <span
              className={classNames(
                'flex-1 text-right text-xs',
                text.length > MAX_REVIEW_LETTERS ? 'text-bad' : 'text-faint',
              )}
            >
              {text.length > 3000 && `${text.length} of ${MAX_REVIEW_LETTERS}`}
            </span>
            <Button look="primary" type="submit" disabled={busy} data-testid="review-send">
              {mine === undefined ? 'Send' : 'Replace'}
            </Button>
          </div>
          <p className="text-xs text-faint">
            It is signed with a key of your own, kept on this machine. Everybody can read it.
          </p>
        </>
      )}
      {failure !== undefined && (
        <FailureNote message={`${failure.message} (${failure.code})`} testId="review-failure" />
      )}
    </form>
  )
}

interface StarInputProps {
  readonly value: number
  readonly onChange: (stars: number) => void
}

function StarInput({ value, onChange }: StarInputProps) {
  return (
    <div role="radiogroup" aria-label="Stars" className="flex">
      {[1, 2, 3, 4, 5].map(star => (
        <button
          key={star}
          type="button"
          role="radio"
          aria-checked={star === value}
          aria-label={`${star} ${star === 1 ? 'star' : 'stars'}`}
          tabIndex={star === (value === 0 ? 1 : value) ? 0 : -1}
          className="rounded p-0.5"
          onClick={() => onChange(star)}
          onKeyDown={event => {
            const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
            if (by === undefined) return
            event.preventDefault()
            event.stopPropagation()
            const next = Math.min(5, Math.max(1, value + by))
            onChange(next)
            const { parentElement: row } = event.currentTarget
            requestAnimationFrame(() =>
              row?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus(),
            )
          }}
        >
          <Star
            size={16}
            aria-hidden
            className={classNames(star <= value ? 'fill-accent text-accent' : 'text-faint')}
          />
        </button>
      ))}
    </div>
  )
}
