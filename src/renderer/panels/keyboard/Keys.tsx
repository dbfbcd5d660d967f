import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { keyName, pressKey, releaseKey, useHeldKeys } from '../../state'
import { classNames } from '../../ui'
import { isBlack, keysFrom } from './key-layout'
import { playByPointer } from './play-by-pointer'

interface KeysProps {
  /** The lowest key, a C. */
  readonly lowest: number
  readonly velocity: number
}

/** A piano to play with the pointer (a drag slides over the keys, lower is louder) or the arrow keys and Enter. */
export function Keys({ lowest, velocity }: KeysProps) {
  const board = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [focused, setFocused] = useState(60)
  const keys = keysFrom(lowest, width)
  const whites = keys.filter(({ black }) => !black).length

  useEffect(() => {
    const element = board.current
    if (element === null) return undefined
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth))
    watcher.observe(element)
    const played = playByPointer(element)
    return () => {
      watcher.disconnect()
      played[Symbol.dispose]()
    }
  }, [])

  // What is held is shown without a render: notes come fast.
  useEffect(() => {
    const show = () => {
      const down = new Set(useHeldKeys.getState().keys.values())
      for (const key of board.current?.querySelectorAll<HTMLElement>('[data-key]') ?? []) {
        key.toggleAttribute('data-held', down.has(Number(key.dataset['key'])))
      }
    }
    show()
    return useHeldKeys.subscribe(show)
  }, [lowest, width])

  function onKeyDown(event: KeyboardEvent): void {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -12, ArrowUp: 12 }[event.key]
    if (move !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      const next = focused + move
      board.current?.querySelector<HTMLElement>(`[data-key="${next}"]`)?.focus()
    } else if (event.key === 'Enter' && !event.repeat) {
      event.preventDefault()
      pressKey('focus', focused, velocity)
    }
  }

  const reachable = keys.some(({ key }) => key === focused) ? focused : keys[0]?.key
  return (
    <div
      ref={board}
      role="group"
      aria-label="Piano keys"
      data-testid="piano-keys"
      className="relative min-h-0 flex-1 touch-none overflow-hidden rounded bg-well select-none"
    >
      {keys.map(({ key, black, place }) => (
        <button
          key={key}
          type="button"
          data-key={key}
          aria-label={keyName(key)}
          tabIndex={key === reachable ? 0 : -1}
          onFocus={() => setFocused(key)}
          onBlur={() => releaseKey('focus', key)}
          onKeyDown={onKeyDown}
          onKeyUp={event => {
            if (event.key === 'Enter') releaseKey('focus', key)
          }}
          className={classNames('piano-key', black ? 'piano-black' : 'piano-white')}
          style={{
            left: `${((black ? place - 0.3 : place) / whites) * 100}%`,
            width: `${((black ? 0.6 : 1) / whites) * 100}%`,
          }}
        >
          {key % 12 === 0 && !isBlack(key) && <span aria-hidden>{keyName(key)}</span>}
        </button>
      ))}
    </div>
  )
}
