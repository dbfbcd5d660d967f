import { Command } from 'cmdk'
import { useMemo, useState } from 'react'
import type { NodeDefinition } from '#shared/graph'
import { fuzzyFilter } from '../kit'
import { wordsOf } from '../state'
import { kindColor, useFirstThenAll } from '../ui'
import { FloatingSearch, searchItem } from './FloatingSearch'
import { addCandidate, candidates, closeQuickAdd, useQuickAdd } from './quick-add-state'

/** So many have room in the list. */
const IN_SIGHT = 10

/** A search for a node to add where the pointer is; with a cable in hand, only for what fits it. */
export function QuickAdd() {
  const open = useQuickAdd(state => state.open)
  return open ? <QuickAddList /> : undefined
}

function QuickAddList() {
  const { screen, loose, into } = useQuickAdd()
  const [query, setQuery] = useState('')
  const fitting = useMemo(() => candidates({ loose, into }), [loose, into])
  const found = useMemo(() => foundIn(fitting, query), [fitting, query])
  const drawn = useFirstThenAll(found, IN_SIGHT)
  return (
    <FloatingSearch
      at={screen}
      label="Add a node"
      placeholder={placeholderOf(loose !== undefined, into?.kind)}
      nothing={
        query === '' ? 'No node fits this cable.' : `Nothing that fits is called “${query}”.`
      }
      testId="quick-add"
      query={query}
      onQuery={setQuery}
      onClose={closeQuickAdd}
    >
      {drawn.map(definition => (
        <Command.Item
          key={definition.type}
          value={definition.type}
          data-testid={`quick-add-${definition.type}`}
          onSelect={() => addCandidate(definition)}
          className={searchItem}
        >
          <span
            aria-hidden
            className="h-3.5 w-1 rounded-full"
            style={{ background: kindColor(definition.kind) }}
          />
          <span className="flex-1 truncate">{definition.label}</span>
          <span className="text-xs text-soft">{definition.category}</span>
        </Command.Item>
      ))}
    </FloatingSearch>
  )
}

function foundIn(nodes: readonly NodeDefinition[], query: string): readonly NodeDefinition[] {
  return fuzzyFilter(nodes, query, wordsOf)
}

function placeholderOf(isLoose: boolean, into: 'cable' | 'replace' | undefined): string {
  if (into === 'replace') return 'Replace with…'
  return isLoose || into === 'cable' ? 'Add a node to this cable…' : 'Add a node…'
}
