import { Clock, Package, Search, Star } from 'lucide-react'
import { EmptyState } from '../../ui'
import type { Shelf } from './group-nodes'

interface NothingHereProps {
  readonly shelf: Shelf
  readonly query: string
}

/** Why the list is empty, and how something gets into it. */
export function NothingHere({ shelf, query }: NothingHereProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Text shelf={shelf} query={query} />
    </div>
  )
}

function Text({ shelf, query }: NothingHereProps) {
  if (query !== '') {
    return (
      <EmptyState icon={Search} title={`Nothing fits “${query}”`}>
        Try another word: names, categories and tags are searched.
      </EmptyState>
    )
  }
  switch (shelf) {
    case 'all':
      return (
        <EmptyState icon={Search} title="No nodes were found">
          Look under Plugins in the menu for what is wrong.
        </EmptyState>
      )
    case 'favourites':
      return (
        <EmptyState icon={Star} title="No favourites yet">
          The star beside a node’s name puts it here.
        </EmptyState>
      )
    case 'recent':
      return (
        <EmptyState icon={Clock} title="Nothing used yet">
          The nodes that you add are found here again.
        </EmptyState>
      )
    case 'own':
      return (
        <EmptyState icon={Package} title="No nodes of your own">
          Save a group as a node, or drop a plugin package on the window.
        </EmptyState>
      )
  }
}
