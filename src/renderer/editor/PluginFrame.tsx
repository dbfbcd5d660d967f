import { useEffect, useRef } from 'react'
import type { PluginView as View } from '#shared/contract'
import { onFrame } from '../kit'
import { classNames } from '../ui'
import { messageFor } from './view-messages'

interface PluginFrameProps {
  readonly view: View
  /** What it may be told, if its schema names it. Both are to stay the same from one rendering to the next. */
  readonly state: (now: number) => Readonly<Record<string, unknown>>
  readonly hear?: (message: unknown) => void
  readonly className: string
}

/** Between two messages to a view. */
const EVERY_MS = 33
/** Messages of a view that count, a second. */
const MOST_WISHES = 60

/** A plugin's own page in a frame without an origin: messages that fit its schemas are all that passes. */
export function PluginFrame({ view, state, hear, className }: PluginFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)

  useEffect(() => {
    let last = 0
    using stack = new DisposableStack()
    stack.use(
      onFrame(now => {
        if (now - last < EVERY_MS) return
        last = now
        const message = messageFor(view.messages.in, state(now))
        // A frame without an origin can be named by nothing but the star.
        if (message !== undefined) frame.current?.contentWindow?.postMessage(message, '*')
      }),
    )
    const pace = { second: 0, count: 0 }
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source === null || source !== frame.current?.contentWindow) return
      const second = Math.floor(performance.now() / 1000)
      if (second !== pace.second) Object.assign(pace, { second, count: 0 })
      pace.count += 1
      if (pace.count <= MOST_WISHES) hear?.(data)
    }
    addEventListener('message', listen)
    stack.defer(() => removeEventListener('message', listen))
    const owned = stack.move()
    return () => owned.dispose()
  }, [view, state, hear])

  return (
    <iframe
      ref={frame}
      title={view.label}
      src={view.address}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      data-testid="plugin-view"
      className={classNames('w-full bg-well', className)}
    />
  )
}
