import { ChevronDown, ChevronUp } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useMemo } from 'react'
import { setPrefs, usePanelViews, usePrefs } from '../state'
import { IconButton, KeptPanels } from '../ui'
import { dockTabs, pluginTab } from './dock-tabs'

/** The strip of tabs at the bottom, and above it the one that is open: the strip answers at once, the panel when it can. */
export function BottomDock() {
  const shown = usePrefs(prefs => prefs.dockTab)
  const open = usePrefs(prefs => prefs.dock)
  const views = usePanelViews()
  const tabs = useMemo(() => [...dockTabs, ...views.map(pluginTab)], [views])
  const tab = tabs.some(({ id }) => id === shown) ? shown : (tabs[0]?.id ?? '')
  return (
    <Tabs.Root
      value={open ? tab : ''}
      activationMode="manual"
      role="region"
      aria-label="Bottom panel"
      className="flex h-full min-h-0 flex-col bg-panel"
    >
      <div className="flex h-7 shrink-0 items-center border-line bg-panel pr-1 pl-2">
        <Tabs.List aria-label="Panels" className="flex h-full flex-1 gap-1">
          {tabs.map(({ id, label }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              data-testid={`dock-${id}`}
              className="border-b-2 -outline-offset-2 border-transparent px-2 text-sm text-faint hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
              // A second click on the tab that is open closes the dock.
              onClick={() => setPrefs({ dockTab: id, dock: !(open && tab === id) })}
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <IconButton
          icon={open ? ChevronDown : ChevronUp}
          label={open ? 'Close the bottom panel' : 'Open the bottom panel'}
          data-testid="dock-toggle"
          aria-expanded={open}
          onClick={() => setPrefs({ dock: !open })}
        />
      </div>
      <Tabs.Content
        forceMount
        hidden={!open}
        value={tab}
        tabIndex={-1}
        className="min-h-0 flex-1 border-t border-line outline-none"
      >
        <KeptPanels panels={tabs} shown={open ? tab : ''} className="h-full" />
      </Tabs.Content>
    </Tabs.Root>
  )
}
