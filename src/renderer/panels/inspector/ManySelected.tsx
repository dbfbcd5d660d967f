import { Layers } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { catalog, dispatch, knownName, useDocument } from '../../state'
import { Button, kindColor } from '../../ui'
import { CommonParams } from './CommonParams'

/** Several nodes: what they are, and what can be done to all of them. */
export function ManySelected({ nodes }: { readonly nodes: ReadonlySet<string> }) {
  const found = useDocument(
    useShallow(document => [...nodes].flatMap(id => document.graph.nodes[id] ?? [])),
  )
  const bypassed = found.every(node => node.bypassed === true)
  return (
    <div className="flex flex-col gap-3 p-3">
      <h2 className="flex items-center gap-2 text-base font-semibold">
        <Layers size={16} aria-hidden className="text-soft" />
        {found.length} nodes
      </h2>
      <ul className="flex flex-col gap-1">
        {found.slice(0, 20).map(node => {
          const definition = catalog().get(node.type)
          return (
            <li key={node.id} className="flex items-center gap-2 text-sm text-soft">
              <span
                aria-hidden
                className="h-3.5 w-1 rounded-full"
                style={{ background: kindColor(definition?.kind) }}
              />
              <span dir="auto" className="truncate">
                {node.label ?? definition?.label ?? knownName(node.type)}
              </span>
            </li>
          )
        })}
      </ul>
      {found.length > 20 && <p className="text-xs text-faint">and {found.length - 20} more</p>}
      <Button
        onClick={() => {
          const label = bypassed
            ? `Switch ${found.length} nodes on`
            : `Bypass ${found.length} nodes`
          dispatch(label, [
            { kind: 'set-bypassed', nodes: found.map(node => node.id), bypassed: !bypassed },
          ])
        }}
      >
        {bypassed ? 'Switch all on' : 'Bypass all'}
      </Button>
      <CommonParams nodes={found} />
      <p className="text-xs text-faint">
        Drag one to move them all. Right-click to align or duplicate them.
      </p>
    </div>
  )
}
