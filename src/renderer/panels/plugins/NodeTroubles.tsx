import { RotateCcw } from 'lucide-react'
import { pluginOf } from '#shared/graph'
import { retryNode, useEngine, useProjectStore } from '../../state'
import { Button, FailureNote } from '../../ui'

/** More of them are on the canvas. */
const MOST = 3

/** What is wrong with nodes of a plugin in the open project, while the plugin itself is well. */
export function NodeTroubles({ plugin }: { readonly plugin: string }) {
  const nodes = useProjectStore(state => state.mirror?.document.graph.nodes)
  const troubles = useEngine(state => state.troubles)
  const own = [...troubles.values()].filter(({ node }) => {
    const type = nodes?.[node]?.type
    return type !== undefined && pluginOf(type) === plugin
  })
  return own.slice(0, MOST).map(({ node, message }) => (
    <FailureNote key={node} message={message} testId="plugin-node-trouble">
      <Button className="h-6 px-2" onClick={() => void retryNode(node)}>
        <RotateCcw size={12} aria-hidden />
        Retry
      </Button>
    </FailureNote>
  ))
}
