import { Play, Square } from 'lucide-react'
import { play, stop, useTransport } from '../../state'
import { classNames, Tip } from '../../ui'

/** Play and stop stand side by side, so that neither moves under the hand. */
export function PlayButton() {
  const playing = useTransport(state => state.playing)
  return (
    <>
      <Tip text="Stop" keys="Space">
        <button
          type="button"
          aria-label="Stop"
          data-testid="stop"
          className="inline-flex size-8 items-center justify-center rounded text-soft hover:bg-control hover:text-text"
          onClick={() => void stop()}
        >
          <Square size={14} fill="currentColor" strokeWidth={0} aria-hidden />
        </button>
      </Tip>
      <Tip text="Play" keys="Space">
        <button
          type="button"
          aria-label="Play"
          aria-pressed={playing}
          data-testid="play"
          className={classNames(
            'inline-flex h-8 w-11 items-center justify-center rounded transition-colors',
            playing ? 'bg-accent text-on-accent' : 'bg-control text-text hover:bg-control-hover',
          )}
          onClick={() => void play()}
        >
          <Play size={16} fill="currentColor" strokeWidth={0} aria-hidden />
        </button>
      </Tip>
    </>
  )
}
