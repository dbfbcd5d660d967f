import { Puzzle, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { fuzzyFilter } from '../../kit'
import { closeDialog, showPlugin, useCatalog, usePlugins } from '../../state'
import { Dialog, EmptyState, TextField } from '../../ui'
import { ListFooter } from './ListFooter'
import { PluginPage } from './PluginPage'
import { PluginRow } from './PluginRow'
import { byNeed } from './state-words'

/** Every plugin: what it does, what it costs, what it may do, and why one does not run. */
export function PluginsDialog() {
  const plugins = useCatalog(state => state.plugins)
  const chosen = usePlugins(state => state.shown)
  const [query, setQuery] = useState('')
  const listed = useMemo(() => {
    const found = fuzzyFilter([...plugins], query, plugin => [
      plugin.name,
      plugin.id,
      plugin.category,
      plugin.kind,
      plugin.state,
    ])
    return query === '' ? byNeed(found) : found
  }, [plugins, query])
  const shown = listed.find(plugin => plugin.id === chosen) ?? listed[0]
  const first = listed[0]?.id
  useEffect(() => {
    // What is shown first stays, also where mending it moves it down the list.
    if (chosen === undefined && first !== undefined) showPlugin(first)
  }, [chosen, first])

  return (
    <Dialog
      title="Plugins"
      description="All plugins with their state, settings, cost and log"
      wide="very"
      bare
      onClose={closeDialog}
      testId="plugins-dialog"
    >
      <div className="flex h-[70vh] min-h-0">
        <div className="flex w-72 shrink-0 flex-col border-r border-line">
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
              aria-label="Search all plugins"
              className="pl-7"
              onChange={event => setQuery(event.currentTarget.value)}
            />
          </div>
          <ul
            aria-label="All plugins"
            data-testid="plugin-list"
            className="min-h-0 flex-1 overflow-y-auto px-1 pb-2"
          >
            {listed.map(plugin => (
              <PluginRow
                key={plugin.folder}
                plugin={plugin}
                selected={plugin === shown}
                onChoose={() => showPlugin(plugin.id)}
              />
            ))}
          </ul>
          <ListFooter />
        </div>
        {/* Another plugin begins on top. */}
        <div key={shown?.folder} className="min-h-0 min-w-0 flex-1 overflow-y-auto">
          {shown === undefined ? (
            <EmptyState icon={Puzzle} title="No plugin fits">
              Try another word: names, kinds and states are searched.
            </EmptyState>
          ) : (
            <PluginPage plugin={shown} />
          )}
        </div>
      </div>
    </Dialog>
  )
}
