import { Activity, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Graph, NodeCatalog } from '#shared/graph'
import { dropProbe, displayKindOf, ProbeTitle, ProbeView, Readout, useProbes } from '../../editor'
import { canvasView, select, useCatalog, useDocument } from '../../state'
import { EmptyState } from '../../ui'

/** Everything that shows sound, large: the analysers of the graph, and the cables that are pinned. */
export function Scopes() {
  const nodes = useDocument(document => document.graph.nodes)
  const cables = useDocument(document => document.graph.cables)
  const catalog = useCatalog(state => state.nodes)
  const pinned = useProbes(state => state.pinned)
  const shown = Object.values(nodes).flatMap(node => {
    const definition = catalog.get(node.type)
    const isShown = definition?.kind === 'analyzer' && displayKindOf(definition) !== undefined
    return isShown ? [{ node, definition }] : []
  })
  const heard = shown.length === 0 && pinned.length === 0 ? intoOutputs(cables, nodes, catalog) : []
  const probes = pinned.filter(({ cable }) => cables[cable] !== undefined)
  if (shown.length + probes.length + heard.length === 0) {
    return (
      <EmptyState icon={Activity} title="Nothing to see yet">
        Add a Meter, Scope, Spectrum, Spectrogram, Goniometer or Loudness node, or Alt-click a
        cable.
      </EmptyState>
    )
  }
  return (
    <div
      data-testid="scopes"
      className="grid h-full auto-rows-[minmax(180px,1fr)] grid-cols-[repeat(auto-fill,minmax(260px,1fr))] gap-2 overflow-y-auto p-2"
    >
      {heard.map(({ cable, title }) => (
        <Tile
          key={`heard-${cable}`}
          title={<span className="truncate text-xs font-medium">{title}</span>}
        >
          <div
            data-testid="scope-master"
            className="flex min-h-0 flex-1 flex-col overflow-hidden rounded bg-well ring-1 ring-line"
          >
            <ProbeView cable={cable} />
          </div>
        </Tile>
      ))}
      {heard.length > 0 && (
        <p className="mt-5 p-2 text-xs text-balance text-faint">
          This is what goes into the output. Add a Meter, Scope, Spectrum, Spectrogram, Goniometer
          or Loudness node, or Alt-click a cable, to see more.
        </p>
      )}
      {probes.map(({ cable }) => (
        <Tile
          key={`cable-${cable}`}
          title={<ProbeTitle cable={cable} />}
          action={
            <button
              type="button"
              aria-label="Close the probe"
              className="p-1 text-faint hover:text-text"
              onClick={() => dropProbe(cable)}
            >
              <X size={12} aria-hidden />
            </button>
          }
        >
          <ProbeView cable={cable} />
        </Tile>
      ))}
      {shown.map(({ node, definition }) => {
        const name = node.label ?? definition.label
        return (
          <Tile
            key={node.id}
            title={
              <button
                type="button"
                className="truncate text-left text-xs font-medium hover:text-accent-text"
                onClick={() => {
                  select([node.id])
                  canvasView().reveal(node.id)
                }}
              >
                {name}
              </button>
            }
          >
            <Readout node={node.id} name={name} definition={definition} large fill />
          </Tile>
        )
      })}
    </div>
  )
}

/** Cables into outputs that are shown by themselves. */
const MOST_HEARD = 4

/** What is heard: the cables that end at outputs. */
function intoOutputs(cables: Graph['cables'], nodes: Graph['nodes'], catalog: NodeCatalog) {
  const nameOf = (id: string) => {
    const node = nodes[id]
    return node?.label ?? catalog.get(node?.type ?? '')?.label ?? id
  }
  return Object.values(cables)
    .filter(({ to }) => catalog.get(nodes[to.node]?.type ?? '')?.kind === 'output')
    .slice(0, MOST_HEARD)
    .map(({ id, from, to }) => ({
      cable: id,
      title: `${nameOf(to.node)}: what comes from ${nameOf(from.node)}`,
    }))
}

interface TileProps {
  readonly title: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}

function Tile({ title, action, children }: TileProps) {
  return (
    <section className="flex min-h-0 flex-col gap-1">
      <header className="flex h-5 items-center gap-1">
        <div className="flex min-w-0 flex-1">{title}</div>
        {action}
      </header>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
    </section>
  )
}
