import type { NodeDefinition, PortSpec } from '#shared/graph'
import { useCatalog } from '../../state'
import { kindColor, portColor } from '../../ui'

/** What the marked node is, beneath the list. */
export function NodePreview({ node }: { readonly node: NodeDefinition | undefined }) {
  const plugin = useCatalog(state => state.plugins.find(found => found.id === node?.plugin))
  if (node === undefined) {
    return (
      <p className="border-t border-line px-3 py-2.5 text-xs text-faint">
        Drag a plugin to the canvas, or onto a cable to put it in between.
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-1.5 border-t border-line px-3 py-2.5 text-xs">
      <h3 className="flex items-center gap-2 text-sm font-semibold">
        <span
          aria-hidden
          className="size-2 rounded-full"
          style={{ background: kindColor(node.kind) }}
        />
        {node.label}
      </h3>
      <p className="text-soft">{node.description}</p>
      <Ports title="In" ports={node.inputs} />
      <Ports title="Out" ports={node.outputs} />
      <p className="text-faint">
        {plugin?.author ?? node.plugin} · {node.pluginVersion}
      </p>
    </div>
  )
}

function Ports({
  title,
  ports,
}: {
  readonly title: string
  readonly ports: Readonly<Record<string, PortSpec>>
}) {
  const kinds = Object.entries(Object.groupBy(Object.values(ports), spec => spec.kind))
  if (kinds.length === 0) return undefined
  return (
    <p className="flex items-center gap-2 text-faint">
      <span className="w-5">{title}</span>
      {kinds.map(([kind, specs]) => (
        <span key={kind} className="flex items-center gap-1 text-soft">
          <span
            aria-hidden
            className="size-1.5 rounded-full"
            style={{ background: portColor(specs?.[0]?.kind) }}
          />
          {specs !== undefined && specs.length > 1 ? `${specs.length} × ${kind}` : kind}
        </span>
      ))}
    </p>
  )
}
