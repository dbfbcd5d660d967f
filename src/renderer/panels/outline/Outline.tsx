import { ListTree } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { canvasView, select, useCatalog, useDocument, useSelection } from '../../state'
import { EmptyState } from '../../ui'
import { OutlineItem } from './OutlineItem'
import { outlineRows, type OutlineRow } from './outline-rows'
import { stepInTree } from './step-in-tree'
import { useRowsSeen } from './use-rows-seen'

const ROW = 24

/** Everything on the canvas as a tree, for the keyboard and for screen readers; what is chosen here is selected there. */
export function Outline() {
  const graph = useDocument(document => document.graph)
  const catalog = useCatalog(state => state.nodes)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [query, setQuery] = useState('')
  const [active, setActive] = useState<string>()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(
    () => outlineRows(graph, catalog, { open, query }),
    [graph, catalog, open, query],
  )
  const selection = useSelection()
  const [followed, setFollowed] = useState(selection.nodes)
  const at = rows.findIndex(row => row.key === active)
  const shown = useRowsSeen(scroller, rows.length, ROW)

  // What is selected on the canvas is where the outline stands.
  if (followed !== selection.nodes) {
    setFollowed(selection.nodes)
    const [only, ...more] = selection.nodes
    if (only !== undefined && more.length === 0) setActive(only)
  }
  useEffect(() => keepInView(scroller.current, at), [at])

  function goTo(index: number): void {
    const row = rows[index]
    if (row === undefined) return
    setActive(row.key)
    selectRow(row)
  }

  function toggle(row: OutlineRow, wanted = row.open === false): void {
    if (row.open === undefined) return
    const next = new Set(open)
    if (wanted) next.add(row.key)
    else next.delete(row.key)
    setOpen(next)
  }

  function press(event: KeyboardEvent): void {
    const row = rows[at]
    if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault()
      canvasView().reveal(row.kind === 'cable' ? (row.key.split('/')[0] ?? '') : row.id)
      return
    }
    const step = stepInTree(rows, at, event.key)
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (step.kind === 'open' && row !== undefined) toggle(row, step.open)
    if (step.kind === 'go') goTo(step.to)
  }

  return (
    <div className="flex h-full flex-col" data-area="outline">
      <div className="border-b border-line p-2">
        <input
          value={query}
          onChange={event => setQuery(event.target.value)}
          placeholder="Find on the canvas"
          aria-label="Find on the canvas"
          data-testid="outline-search"
          className="h-7 w-full rounded border border-line-strong bg-well px-2 text-sm text-text placeholder:text-faint"
        />
      </div>
      {rows.length === 0 && (
        <EmptyState icon={ListTree} title={query === '' ? 'The canvas is empty' : 'Nothing found'}>
          {query === '' ? 'Add a node, and it stands here.' : `Nothing is called “${query}”.`}
        </EmptyState>
      )}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <div
          role="tree"
          tabIndex={0}
          aria-label="Outline of the graph"
          aria-multiselectable
          aria-activedescendant={at < 0 ? undefined : `outline-${active}`}
          data-testid="outline"
          className="group/tree relative outline-none"
          style={{ height: rows.length * ROW }}
          onKeyDown={press}
          onFocus={() => {
            if (at < 0 && rows.length > 0) setActive(rows[0]?.key)
          }}
        >
          {rows.slice(shown.first, shown.last).map((row, index) => (
            <OutlineItem
              key={row.key}
              row={row}
              top={(shown.first + index) * ROW}
              active={row.key === active}
              onChoose={more => {
                setActive(row.key)
                selectRow(row, more)
              }}
              onToggle={() => toggle(row)}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

function keepInView(scroller: HTMLElement | null, at: number): void {
  if (scroller === null || at < 0) return
  const top = at * ROW
  if (top < scroller.scrollTop) scroller.scrollTop = top
  const below = top + ROW - scroller.clientHeight
  if (below > scroller.scrollTop) scroller.scrollTop = below
}

function selectRow({ kind, id }: OutlineRow, more = false): void {
  const { nodes, cables } = useSelection.getState()
  if (kind === 'cable') select([], more ? [...cables, id] : [id])
  else select(more ? [...nodes, id] : [id])
}
