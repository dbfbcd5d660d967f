import type { Node } from '#shared/graph'
import { useShallow } from 'zustand/react/shallow'
import { knownName, knownPlugin, useDocument } from '../state'
import { Port } from './Port'

/** A node whose plugin is not there: it keeps its cables, and is saved as it was. */
export function Placeholder({ node }: { readonly node: Node }) {
  const inputs = useDocument(
    useShallow(document => [
      ...new Set(
        Object.values(document.graph.cables)
          .filter(cable => cable.to.node === node.id)
          .map(cable => cable.to.port),
      ),
    ]),
  )
  const outputs = useDocument(
    useShallow(document => [
      ...new Set(
        Object.values(document.graph.cables)
          .filter(cable => cable.from.node === node.id)
          .map(cable => cable.from.port),
      ),
    ]),
  )
  const name = node.label ?? knownName(node.type)
  return (
    <div className="device-missing pt-2 pb-1.5">
      <p className="truncate px-3 pb-1.5 text-2xs text-soft" title={node.type}>
        {knownPlugin(node.type)}
      </p>
      <div className="flex justify-between">
        <div className="min-w-0 flex-1">
          {inputs.map(port => (
            <Port
              key={port}
              node={node.id}
              name={name}
              port={port}
              spec={undefined}
              side="inputs"
            />
          ))}
        </div>
        <div className="min-w-0 flex-1">
          {outputs.map(port => (
            <Port
              key={port}
              node={node.id}
              name={name}
              port={port}
              spec={undefined}
              side="outputs"
            />
          ))}
        </div>
      </div>
    </div>
  )
}
