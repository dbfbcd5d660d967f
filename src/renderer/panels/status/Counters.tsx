import { useEffect, useState } from 'react'
import { engineLoad, playback, type PlaybackCounters } from '../../state'
import { classNames, Tip } from '../../ui'

const EVERY = 250

/** From this part of the time on there is little left for a busy moment. */
const MUCH = 0.7

/** How well the sound output does: where it ran out of sound, and how much is kept ready. */
export function Counters({ sampleRate }: { readonly sampleRate: number }) {
  const [{ underruns, lookAhead, raised }, setCounters] = useState<PlaybackCounters>(() =>
    playback().counters(),
  )

  const [load, setLoad] = useState<number>()

  useEffect(() => {
    const timer = setInterval(() => {
      const next = playback().counters()
      setCounters(shown =>
        shown.underruns === next.underruns && shown.lookAhead === next.lookAhead ? shown : next,
      )
      const mean = engineLoad(performance.now())?.mean
      setLoad(mean === undefined ? undefined : Math.round(mean * 100) / 100)
    }, EVERY)
    return () => clearInterval(timer)
  }, [])

  return (
    <>
      <Tip
        text="Load: how much of the time that sound lasts the engine needs to make it"
        side="top"
      >
        <span
          data-testid="engine-load"
          className={classNames(
            'whitespace-nowrap tabular-nums',
            // As wide for one figure as for two, and no wider where there is none.
            load !== undefined && 'min-w-14',
            load !== undefined && load >= MUCH && 'text-warn',
          )}
        >
          Load {load === undefined ? '–' : `${Math.round(load * 100)} %`}
        </span>
      </Tip>
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
