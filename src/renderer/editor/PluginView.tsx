import { useEffect, useRef } from 'react'
import { paramProblem, type NodeDefinition } from '#shared/graph'
import type { PluginView as View } from '#shared/contract'
import { onFrame } from '../kit'
import { graphNow, levelOf, setParam } from '../state'
import { messageFor, wishOf } from './view-messages'

interface PluginViewProps {
  readonly view: View
  readonly node: string
  readonly definition: NodeDefinition
}

/** Between two messages to a view. */
const EVERY_MS = 33
/** Messages of a view that count, a second. */
const MOST_WISHES = 60

/** A plugin's own page about a node, in a frame without an origin: messages that fit its schemas are all that passes. */
export function PluginView({ view, node, definition }: PluginViewProps) {
  const frame = useRef<HTMLIFrameElement>(null)

  useEffect(() => {
    let last = 0
    using stack = new DisposableStack()
    stack.use(
      onFrame(now => {
        if (now - last < EVERY_MS) return
        last = now
        const params = graphNow().nodes[node]?.params ?? {}
        const message = messageFor(view.messages.in, { level: levelOf(node, now), params })
        // A frame without an origin can be named by nothing but the star.
        if (message !== undefined) frame.current?.contentWindow?.postMessage(message, '*')
      }),
    )
    const pace = { second: 0, count: 0 }
    const hear = ({ source, data }: MessageEvent<unknown>) => {
      if (source === null || source !== frame.current?.contentWindow) return
      const second = Math.floor(performance.now() / 1000)
      if (second !== pace.second) Object.assign(pace, { second, count: 0 })
      pace.count += 1
      if (pace.count > MOST_WISHES) return
      const wish = wishOf(view.messages.out, definition, data)
      if (wish === undefined) return
      const spec = definition.params[wish.param]
      if (spec === undefined || paramProblem(spec, wish.value) !== undefined) return
      setParam(node, wish.param, wish.value)
    }
    addEventListener('message', hear)
    stack.defer(() => removeEventListener('message', hear))
    const owned = stack.move()
    return () => owned.dispose()
  }, [view, node, definition])

  return (
    <iframe
      ref={frame}
      title={view.label}
      src={view.address}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      data-testid="plugin-view"
      className="h-40 w-full rounded border border-line bg-well"
    />
  )
}
