import { BookOpen, Star } from 'lucide-react'
import type { NodeDefinition, PortSpec } from '#shared/graph'
import { showNodeDocs, toggleFavourite, useCatalog, usePrefs } from '../../state'
import { IconButton, kindColor, portColor } from '../../ui'

/** What the marked node is, beneath the list. */
interface NodePreviewProps {
  readonly node: NodeDefinition | undefined
  readonly onTag: (tag: string) => void
}

export function NodePreview({ node, onTag }: NodePreviewProps) {
  const favourite = usePrefs(prefs => node !== undefined && prefs.favourites.includes(node.type))
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
        <span className="min-w-0 flex-1 truncate">{node.label}</span>
        <IconButton
          icon={Star}
          size="small"
          label="Favourite"
          pressed={favourite}
          onClick={() => toggleFavourite(node.type)}
        />
        <IconButton
          icon={BookOpen}
          size="small"
          label="Read more about it"
          data-testid="browser-docs"
          onClick={() => showNodeDocs(node.type)}
        />
      </h3>
      <p className="text-soft">{node.description}</p>
      <Ports title="In" ports={node.inputs} />
      <Ports title="Out" ports={node.outputs} />
      {node.tags.length > 0 && (
        <p className="flex flex-wrap gap-1">
          {node.tags.slice(0, 6).map(tag => (
            <button
              key={tag}
              type="button"
              className="rounded-sm bg-control px-1 text-2xs text-soft hover:text-text"
              onClick={() => onTag(tag)}
            >
              {tag}
            </button>
          ))}
        </p>
      )}
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
