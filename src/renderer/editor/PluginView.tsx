import { useCallback, useState } from 'react'
import { paramProblem, type NodeDefinition } from '#shared/graph'
import type { PluginView as View } from '#shared/contract'
import { graphNow, levelOf, setParam } from '../state'
import { PluginFrame } from './PluginFrame'
import { wishOf } from './view-messages'
import { ViewTurns } from './view-pace'

interface PluginViewProps {
  readonly view: View
  readonly node: string
  readonly definition: NodeDefinition
  readonly className?: string
}

/** A plugin's own page about a node: it hears of its level and parameters, and may turn these. */
export function PluginView({
  view,
  node,
  definition,
  className = 'h-40 rounded border border-line',
}: PluginViewProps) {
  const [turns] = useState(() => new ViewTurns())
  const state = useCallback(
    (now: number) => ({ level: levelOf(node, now), params: graphNow().nodes[node]?.params ?? {} }),
    [node],
  )
  const hear = useCallback(
    (message: unknown) => {
      const wish = wishOf(view.messages.out, definition, message)
      if (wish === undefined) return
      const spec = definition.params[wish.param]
      if (spec === undefined || paramProblem(spec, wish.value) !== undefined) return
      setParam(node, wish.param, wish.value, turns.gestureOf(wish.param, performance.now()))
    },
    [view, node, definition, turns],
  )
  return <PluginFrame view={view} state={state} hear={hear} className={className} />
}
