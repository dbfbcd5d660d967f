import { Search } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { fuzzyFilter } from '../../kit'
import { addNode, useCatalog } from '../../state'
import { EmptyState, TextField } from '../../ui'
import { BrowserItem } from './BrowserItem'
import { FailedPlugins } from './FailedPlugins'
import { groupNodes } from './group-nodes'
import { NodePreview } from './NodePreview'

/** The plugin browser: search, drag out or press Enter. */
export function Browser() {
  const nodes = useCatalog(state => state.nodes)
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState<string>()
  const list = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => groupNodes(filtered([...nodes.values()], query)), [nodes, query])
  const shown = groups.flatMap(group => group.nodes)
  const active = shown.find(node => node.type === marked) ?? (query === '' ? undefined : shown[0])

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key === 'Enter' && active !== undefined) addNode(active.type)
    if (event.key === 'Escape') setQuery('')
    const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (way === 0) return
    event.preventDefault()
    const index = active === undefined ? -1 : shown.indexOf(active)
    const next = Math.min(shown.length - 1, Math.max(0, index + way))
    setMarked(shown[next]?.type)
    // From the search field the arrows only mark; in the list the focus goes along.
    if (list.current?.contains(event.currentTarget)) {
      list.current.querySelectorAll<HTMLElement>('[data-item]')[next]?.focus()
    }
  }

  return (
    <section aria-label="Browser" className="flex h-full flex-col bg-panel">
      <div className="relative p-2">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-4 left-4 text-faint"
        />
        <TextField
          type="search"
          value={query}
          placeholder="Search plugins"
          aria-label="Search plugins"
          data-testid="browser-search"
          className="pl-7"
          onKeyDown={onKeyDown}
          onChange={event => {
            setQuery(event.currentTarget.value)
            setMarked(undefined)
          }}
        />
      </div>
      <div
        ref={list}
        className="min-h-0 flex-1 overflow-y-auto pb-2"
        role="group"
        aria-label="Plugins"
      >
        {groups.map(group => (
          <div key={group.category} role="group" aria-label={group.category}>
            <h2 className="px-3 pt-2 pb-1 text-xs font-semibold text-faint">{group.category}</h2>
            {group.nodes.map(node => (
              <BrowserItem
                key={node.type}
                node={node}
                active={node === active}
                reachable={node === (active ?? shown[0])}
                onMark={() => setMarked(node.type)}
                onKeyDown={onKeyDown}
              />
            ))}
          </div>
        ))}
        {shown.length === 0 && (
          <EmptyState
            icon={Search}
            title={query === '' ? 'No plugins were found' : `Nothing fits “${query}”`}
          >
            Try another word: names, categories and tags are searched.
          </EmptyState>
        )}
        <FailedPlugins />
      </div>
      <NodePreview node={active} />
    </section>
  )
}

function filtered(nodes: Parameters<typeof groupNodes>[0], query: string) {
  return fuzzyFilter(nodes, query, node => [
    node.label,
    node.category,
    node.tags.join(' '),
    node.description,
  ])
}
