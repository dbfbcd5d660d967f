import { Command as List } from 'cmdk'
import { ArrowRight, BookOpen, Check, ChevronRight, Plus, type LucideIcon } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useEffect, useMemo, useState } from 'react'
import { useCommands } from '../../commands'
import {
  addNode,
  canvasView,
  closeDialog,
  graphNow,
  refreshRecent,
  select,
  setPrefs,
  showNodeDocs,
  useCatalog,
  usePrefs,
  useRecent,
  withFirst,
} from '../../state'
import { classNames, floats, Keys, kindColor, useFirstThenAll, useFocusInside } from '../../ui'
import {
  findItems,
  paletteItems,
  scopes,
  type PaletteActions,
  type PaletteItem,
  type PaletteKind,
} from './palette-items'

const icons: Readonly<Record<PaletteKind, LucideIcon>> = {
  command: ChevronRight,
  add: Plus,
  go: ArrowRight,
  docs: BookOpen,
}

const actions: PaletteActions = {
  add: type => void addNode(type),
  go(node) {
    select([node])
    canvasView().reveal(node)
  },
  explain: showNodeDocs,
}

const KEPT = 20
/** So many have room in the list. */
const IN_SIGHT = 14

/** Everything by its name: commands, nodes to add, nodes to go to, projects, and what to read. */
export function Palette() {
  const commands = useCommands(state => state.commands)
  const nodes = useCatalog(state => state.nodes)
  const projects = useRecent(state => state.projects)
  const recent = usePrefs(prefs => prefs.recentCommands)
  const [query, setQuery] = useState('')
  const items = useMemo(
    () => paletteItems({ commands, nodes, graph: graphNow(), actions }),
    // The recent projects are among the commands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [commands, nodes, projects],
  )
  const found = useMemo(() => findItems(items, query, recent), [items, query, recent])
  const drawn = useFirstThenAll(found, IN_SIGHT)
  useFocusInside()
  useEffect(() => void refreshRecent(), [])

  function choose(item: PaletteItem): void {
    closeDialog()
    setPrefs({ recentCommands: withFirst(recent, item.id, KEPT) })
    // The palette gives the focus back first, so that what opens now can take it.
    setTimeout(() => void item.run())
  }

  return (
    <Dialog.Root open modal={false} onOpenChange={open => open || closeDialog()}>
      <Dialog.Portal container={floats()}>
        <div className="fixed inset-0 z-30 bg-black/45" aria-hidden onPointerDown={closeDialog} />
        <Dialog.Content
          aria-modal
          data-testid="palette"
          aria-describedby={undefined}
          onOpenAutoFocus={event => {
            event.preventDefault()
            const box = event.currentTarget
            if (box instanceof HTMLElement) box.querySelector('input')?.focus()
          }}
          onInteractOutside={event => event.preventDefault()}
          className="appear-middle fixed top-[12vh] left-1/2 z-30 w-144 max-w-[92vw] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <List shouldFilter={false} label="Command palette" loop>
            <List.Input
              value={query}
              onValueChange={setQuery}
              placeholder="Do, add, find anything…"
              data-testid="palette-search"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-base text-text outline-none placeholder:text-faint"
            />
            <List.List className="max-h-[min(52vh,28rem)] overflow-y-auto p-1" label="Found">
              <List.Empty className="px-3 py-8 text-center text-sm text-soft">
                Nothing is called “{query}”. Try fewer letters, or another word.
              </List.Empty>
              {drawn.map(item => (
                <Item key={item.id} item={item} onChoose={() => choose(item)} />
              ))}
            </List.List>
          </List>
          <Scopes query={query} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ItemProps {
  readonly item: PaletteItem
  readonly onChoose: () => void
}

function Item({ item, onChoose }: ItemProps) {
  const { id, kind, title, note, keys, definition, checked } = item
  const Icon = icons[kind]
  return (
    <List.Item
      value={id}
      data-testid={`palette-${id}`}
      onSelect={onChoose}
      className="flex h-8 items-center gap-2.5 rounded px-2.5 text-sm data-[selected=true]:bg-control-hover"
    >
      <Icon
        size={14}
        aria-hidden
        className="shrink-0 text-faint"
        style={definition === undefined ? undefined : { color: kindColor(definition.kind) }}
      />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {title}
      </span>
      {checked === true && (
        <Check size={13} aria-label="on" className="shrink-0 text-accent-text" />
      )}
      {note !== undefined && (
        <span className="max-w-40 shrink-0 truncate text-xs text-soft">{note}</span>
      )}
      {keys !== undefined && <Keys of={keys} />}
    </List.Item>
  )
}

/** What the first letter may be. */
function Scopes({ query }: { readonly query: string }) {
  return (
    <p className="flex gap-4 border-t border-line px-3 py-2 text-xs text-faint">
      {Object.entries(scopes).map(([letter, { label }]) => (
        <span key={letter} className={classNames(query.startsWith(letter) && 'text-text')}>
          <kbd className="mr-1.5 rounded-sm border border-line bg-control px-1 font-sans text-2xs text-soft">
            {letter}
          </kbd>
          {label}
        </span>
      ))}
    </p>
  )
}
