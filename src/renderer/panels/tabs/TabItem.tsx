import { Volume2, X } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { closeTab, moveTab, showTab, type Tab } from '../../state'
import { classNames } from '../../ui'

/** A tab that is dragged along the bar. */
const DRAGGED_TAB = 'application/x-wireharp-tab'

interface TabItemProps {
  readonly tab: Tab
  readonly index: number
  readonly shown: boolean
  readonly sounding: boolean
  readonly onKeyDown: (event: KeyboardEvent) => void
}

export function TabItem({ tab, index, shown, sounding, onKeyDown }: TabItemProps) {
  const item = useRef<HTMLLIElement>(null)
  const [over, setOver] = useState(false)
  const { path, title, draft, saved } = tab

  useEffect(() => {
    if (shown) item.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [shown])

  function isTab(event: DragEvent): boolean {
    return event.dataTransfer.types.includes(DRAGGED_TAB)
  }

  const unsaved = draft ? 'draft' : 'not saved'
  return (
    <li
      ref={item}
      data-testid="tab"
      data-shown={shown}
      data-sounding={sounding}
      className={classNames(
        'group/tab relative flex max-w-52 min-w-20 items-center border-r border-line pr-1',
        shown ? 'bg-panel' : 'hover:bg-panel/60',
        over && 'shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      {shown && <span aria-hidden className="absolute inset-x-0 top-0 h-0.5 bg-accent" />}
      <button
        type="button"
        data-tab
        draggable
        onDragStart={event => {
          event.dataTransfer.setData(DRAGGED_TAB, path)
          event.dataTransfer.effectAllowed = 'move'
        }}
        onDragOver={event => {
          if (!isTab(event)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          setOver(false)
          if (!isTab(event)) return
          event.preventDefault()
          moveTab(event.dataTransfer.getData(DRAGGED_TAB), index)
        }}
        onAuxClick={event => {
          if (event.button === 1) void closeTab(tab)
        }}
        tabIndex={shown ? 0 : -1}
        aria-current={shown ? 'page' : undefined}
        title={path}
        className={classNames(
          'flex h-full min-w-0 flex-1 items-center gap-1.5 pl-3 text-sm -outline-offset-2',
          shown ? 'text-text' : 'text-soft',
        )}
        onClick={() => void showTab(tab)}
        onKeyDown={onKeyDown}
      >
        {sounding && (
          <Volume2 size={13} aria-label="sounding" className="shrink-0 text-accent-text" />
        )}
        <span className="min-w-0 truncate">{title}</span>
        {(draft || !saved) && (
          <span
            role="img"
            aria-label={unsaved}
            className={classNames(
              'size-1.5 shrink-0 rounded-full',
              saved ? 'ring-1 ring-accent' : 'bg-accent',
            )}
          />
        )}
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Close ${title}`}
        className="ml-1 flex size-5 shrink-0 items-center justify-center rounded text-faint opacity-0 group-hover/tab:opacity-100 hover:bg-control hover:text-text data-[shown=true]:opacity-100"
        data-shown={shown}
        onClick={() => void closeTab(tab)}
      >
        <X size={12} aria-hidden />
      </button>
    </li>
  )
}
