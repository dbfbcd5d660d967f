import { Command } from 'cmdk'
import { useEffect, useRef, useState } from 'react'
import { fuzzyFilter } from '../kit'
import { kindColor } from '../ui'
import { addCandidate, candidates, closeQuickAdd, useQuickAdd } from './quick-add-state'

const WIDTH = 280
const HEIGHT = 340

/** A search for a node to add where the pointer is; with a cable in hand, only for what fits it. */
export function QuickAdd() {
  const open = useQuickAdd(state => state.open)
  return open ? <QuickAddList /> : undefined
}

function QuickAddList() {
  const { screen, loose } = useQuickAdd()
  const [query, setQuery] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const found = fuzzyFilter(candidates(loose), query, node => [
    node.label,
    node.category,
    node.tags.join(' '),
    node.description,
  ])

  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Element && !box.current?.contains(event.target)) closeQuickAdd()
    }
    document.addEventListener('pointerdown', closeOutside, true)
    return () => document.removeEventListener('pointerdown', closeOutside, true)
  }, [])

  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Add a node"
      data-testid="quick-add"
      className="appear fixed z-30 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float"
      style={{
        width: WIDTH,
        left: Math.max(8, Math.min(screen.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(screen.y, window.innerHeight - HEIGHT - 8)),
      }}
    >
      <Command
        shouldFilter={false}
        label="Nodes"
        onKeyDown={event => {
          if (event.key !== 'Escape' && event.key !== 'Tab') return
          event.preventDefault()
          event.stopPropagation()
          closeQuickAdd()
        }}
      >
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={loose === undefined ? 'Add a node…' : 'Add a node to this cable…'}
          data-testid="quick-add-search"
          className="h-9 w-full border-b border-line bg-transparent px-3 text-base text-text outline-none placeholder:text-faint"
        />
        <Command.List className="max-h-75 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-6 text-center text-xs text-faint">
            {loose === undefined ? `Nothing is called “${query}”.` : 'No node fits this cable.'}
          </Command.Empty>
          {found.map(definition => (
            <Command.Item
              key={definition.type}
              value={definition.type}
              data-testid={`quick-add-${definition.type}`}
              onSelect={() => addCandidate(definition)}
              className="flex h-8 items-center gap-2 rounded px-2 text-sm data-[selected=true]:bg-control-hover"
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
        </Command.List>
      </Command>
    </div>
  )
}
