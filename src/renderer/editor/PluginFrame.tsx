import { useEffect, useRef, useState } from 'react'
import type { PluginView as View } from '#shared/contract'
import { onFrame } from '../kit'
import { Button, classNames, FailureNote } from '../ui'
import { messageFor } from './view-messages'
import { ViewPace } from './view-pace'

interface PluginFrameProps {
  readonly view: View
  /** What it may be told, if its schema names it. Both are to stay the same from one rendering to the next. */
  readonly state: (now: number) => Readonly<Record<string, unknown>>
  readonly hear?: (message: unknown) => void
  readonly className: string
}

/** Between two messages to a view. */
const EVERY_MS = 33

/** A plugin's own page in a frame without an origin: messages that fit its schemas are all that passes. */
export function PluginFrame({ view, state, hear, className }: PluginFrameProps) {
  const place = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLIFrameElement>(undefined)
  const [isStopped, setStopped] = useState(false)
  const { address, label } = view

  // Not an element of React’s: one that floods is taken out at once, before React has its turn.
  useEffect(() => {
    if (isStopped) return undefined
    const made = frameOf(address, label)
    frame.current = made
    place.current?.append(made)
    return () => made.remove()
  }, [address, label, isStopped])

  useEffect(() => {
    if (isStopped) return undefined
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
    const pace = new ViewPace()
    const listen = (event: MessageEvent<unknown>) => {
      if (event.source === null || event.source !== frame.current?.contentWindow) return
      const next = pace.take(performance.now())
      if (next === 'stop') {
        frame.current?.remove()
        setStopped(true)
      }
      // What it holds is unpacked when it is asked for: only where it counts.
      if (next === 'hear') hear?.(event.data)
    }
    addEventListener('message', listen)
    stack.defer(() => removeEventListener('message', listen))
    const owned = stack.move()
    return () => owned.dispose()
  }, [view, state, hear, isStopped])

  if (isStopped) {
    return (
      <div className={classNames('w-full bg-well p-2', className)}>
        <FailureNote
          message={`${view.label} said more than anybody can hear, and was stopped. Its sound goes on.`}
        >
          <Button onClick={() => setStopped(false)}>Open it again</Button>
        </FailureNote>
      </div>
    )
  }
  return <div ref={place} className={classNames('w-full overflow-hidden bg-well', className)} />
}

function frameOf(address: string, label: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.title = label
  frame.referrerPolicy = 'no-referrer'
  frame.dataset['testid'] = 'plugin-view'
  frame.className = 'size-full'
  frame.src = address
  return frame
}
