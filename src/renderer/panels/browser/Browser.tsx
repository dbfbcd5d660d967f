import { Search } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { NodeDefinition } from '#shared/graph'
import { fuzzyFilter } from '../../kit'
import { addNode, setPrefs, useCatalog, usePrefs, wordsOf } from '../../state'
import { TextField } from '../../ui'
import { BrowserList } from './BrowserList'
import { moveIn, rowsOf } from './browser-rows'
import { FailedPlugins } from './FailedPlugins'
import { groupNodes, nodesOf, type Grouping, type Shelf } from './group-nodes'
import { NodePreview } from './NodePreview'
import { NothingHere } from './NothingHere'
import { Shelves } from './Shelves'
import { useOwnPlugins } from './use-own-plugins'

/** The browser of nodes: by category, kind or tag, favourites and recent ones; drag out or press Enter. */
export function Browser() {
  const nodes = useCatalog(state => state.nodes)
  const favourites = usePrefs(prefs => prefs.favourites)
  const recent = usePrefs(prefs => prefs.recentNodes)
  const closed = usePrefs(prefs => prefs.closedGroups)
  const ownPlugins = useOwnPlugins()
  const [query, setQuery] = useState('')
  const [shelf, setShelf] = useState<Shelf>('all')
  const [grouping, setGrouping] = useState<Grouping>('category')
  const [marked, setMarked] = useState<string>()
  const list = useRef<HTMLDivElement>(null)

  const rows = useMemo(() => {
    const shown = filtered(
      nodesOf([...nodes.values()], shelf, { favourites, recent, ownPlugins }),
      query,
    )
    // What is searched for is shown, wherever it lies.
    return rowsOf(groupNodes(shown, grouping), query === '' ? closed : [])
  }, [nodes, shelf, favourites, recent, ownPlugins, query, grouping, closed])
  const first = rows.findIndex(row => row.kind === 'node')
  const found = rows.findIndex(row => row.id === marked)
  const at = found >= 0 ? found : query === '' ? -1 : first
  const active = rows[at]
  const node = active?.kind === 'node' ? active.node : undefined

  function toggle(title: string): void {
    const others = closed.filter(other => other !== title)
    setPrefs({ closedGroups: others.length < closed.length ? others : [...closed, title] })
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const typing = event.currentTarget instanceof HTMLInputElement
    if (event.key === 'Escape' && query !== '') setQuery('')
    if (event.key === 'Enter' || (event.key === ' ' && !typing)) {
      event.preventDefault()
      if (node !== undefined) addNode(node.type)
      else if (active?.kind === 'group') toggle(active.title)
      return
    }
    // In the field, Home, End, left and right belong to the text.
    if (typing && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const move = moveIn(rows, Math.max(at, typing ? first - 1 : 0), event.key)
    if (move === undefined) return
    event.preventDefault()
    if ('toggle' in move) toggle(move.toggle)
    else setMarked(rows[move.to]?.id)
  }

  return (
    <section aria-label="Browser" data-area="browser" className="flex h-full flex-col bg-panel">
      <div className="relative p-2 pb-1.5">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-4 left-4 text-faint"
        />
        <TextField
          type="search"
          value={query}
          placeholder="Search nodes"
          aria-label="Search nodes"
          data-testid="browser-search"
          className="pl-7"
          onKeyDown={onKeyDown}
          onChange={event => {
            setQuery(event.currentTarget.value)
            setMarked(undefined)
          }}
        />
      </div>
      <Shelves shelf={shelf} grouping={grouping} onShelf={setShelf} onGrouping={setGrouping} />
      {rows.length === 0 ? (
        <NothingHere shelf={shelf} query={query} />
      ) : (
        <BrowserList
          ref={list}
          rows={rows}
          active={at}
          onKeyDown={onKeyDown}
          onMark={setMarked}
          onToggle={toggle}
        />
      )}
      <FailedPlugins />
      <NodePreview node={node} onTag={tag => setQuery(tag)} />
    </section>
  )
}

function filtered(nodes: readonly NodeDefinition[], query: string): readonly NodeDefinition[] {
  return fuzzyFilter(nodes, query, wordsOf)
}
