import { ChevronDown, Plus } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import {
  closeTab,
  moveTab,
  newProject,
  showTab,
  useMirror,
  useTabs,
  useTransport,
} from '../../state'
import { IconButton, Menu } from '../../ui'
import { TabItem } from './TabItem'

/** More than these may find no room in a narrow window. */
const FEW = 3

/** The open projects, where there are several: one is shown, and any of them may be the one that is heard. */
export function TabBar() {
  const tabs = useTabs(state => state.tabs)
  const shown = useMirror(mirror => mirror.path)
  const sounding = useTransport(state => state.sounding)
  const list = useRef<HTMLUListElement>(null)
  if (tabs.length < 2) return undefined

  function focus(index: number): void {
    list.current?.querySelectorAll<HTMLElement>('[data-tab]')[index]?.focus()
  }

  function onKeyDown(event: KeyboardEvent, index: number): void {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const tab = tabs[index]
    if (tab === undefined) return
    if (event.key === 'Delete') {
      event.preventDefault()
      void closeTab(tab).then(() => focus(Math.min(index, tabs.length - 2)))
    }
    if (way === 0) return
    event.preventDefault()
    const to = Math.min(tabs.length - 1, Math.max(0, index + way))
    if (event.shiftKey) moveTab(tab.path, to)
    setTimeout(() => focus(to))
  }

  return (
    <nav
      aria-label="Open projects"
      data-testid="tabs"
      className="flex h-8 shrink-0 items-stretch border-b border-line bg-ground"
    >
      <ul ref={list} data-listed className="flex min-w-0 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab, index) => (
          <TabItem
            key={tab.path}
            tab={tab}
            index={index}
            shown={tab.path === shown}
            sounding={tab.project !== undefined && tab.project === sounding}
            onKeyDown={event => onKeyDown(event, index)}
          />
        ))}
      </ul>
      <div className="flex items-center px-1">
        {tabs.length > FEW && (
          <Menu
            label="Open projects"
            entries={() =>
              tabs.map(tab => ({
                label: tab.title,
                checked: tab.path === shown,
                run: () => void showTab(tab),
              }))
            }
            trigger={
              <IconButton icon={ChevronDown} label="All open projects" data-testid="tab-list" />
            }
          />
        )}
        <IconButton
          icon={Plus}
          label="New project"
          keys="Mod+N"
          data-testid="tab-new"
          onClick={() => void newProject()}
        />
      </div>
    </nav>
  )
}
