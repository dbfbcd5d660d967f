import { useEffect, useState } from 'react'
import { playback, type PlaybackCounters } from '../../state'
import { classNames, Tip } from '../../ui'

const EVERY = 250

/** How well the sound output does: where it ran out of sound, and how much is kept ready. */
export function Counters({ sampleRate }: { readonly sampleRate: number }) {
  const [{ underruns, lookAhead, raised }, setCounters] = useState<PlaybackCounters>(() =>
    playback().counters(),
  )

  useEffect(() => {
    const timer = setInterval(() => {
      const next = playback().counters()
      setCounters(shown =>
        shown.underruns === next.underruns && shown.lookAhead === next.lookAhead ? shown : next,
      )
    }, EVERY)
    return () => clearInterval(timer)
  }, [])

  return (
    <>
      <Tip text="Pieces of 128 frames for which there was nothing to play" side="top">
        <span className={classNames('whitespace-nowrap', underruns > 0 && 'text-warn')}>
          <span data-testid="xruns">{underruns}</span> xruns
        </span>
      </Tip>
      <Tip
        text={
          raised
            ? 'Sound that is ready before it is heard. It ran out several times, so more is kept ready now; edits are heard that much later.'
            : 'Sound that is ready before it is heard'
        }
        side="top"
      >
        <span
          data-testid="look-ahead"
          data-raised={raised}
          className={classNames('whitespace-nowrap', raised && 'text-warn')}
        >
          {Math.round((lookAhead / sampleRate) * 1000)} ms ahead
        </span>
      </Tip>
    </>
  )
}
