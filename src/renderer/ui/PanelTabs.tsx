import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { KeptPanels, type KeptPanel } from './KeptPanels'

interface PanelTab<Id extends string> extends KeptPanel<Id> {
  readonly label: string
}

interface PanelTabsProps<Id extends string> {
  /** Of the row of tabs. */
  readonly label: string
  readonly tabs: readonly PanelTab<Id>[]
  readonly shown: Id
  readonly onShow: (id: Id) => void
  /** What stands at the end of the row. */
  readonly children?: ReactNode
}

/** A panel with a row of tabs on top, one of which is shown: the tab answers at once, and its content as soon as it can. */
export function PanelTabs<Id extends string>(props: PanelTabsProps<Id>) {
  const { label, tabs, shown, onShow, children } = props
  return (
    <Tabs.Root
      value={shown}
      onValueChange={next => {
        const tab = tabs.find(({ id }) => id === next)
        if (tab !== undefined) onShow(tab.id)
      }}
      className="@container flex h-full flex-col bg-panel"
    >
      <div className="flex h-9 shrink-0 border-b border-line px-2 @max-[216px]:px-1">
        <Tabs.List aria-label={label} className="flex min-w-0 gap-1 @max-[216px]:gap-0">
          {tabs.map(tab => (
            <Tabs.Trigger
              key={tab.id}
              value={tab.id}
              data-testid={`tab-${tab.id}`}
              className="shrink-0 border-b-2 -outline-offset-2 border-transparent px-2 @max-[236px]:px-1.5 @max-[216px]:px-1 text-sm text-faint hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {tab.label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {children}
      </div>
      <Tabs.Content value={shown} tabIndex={-1} className="min-h-0 flex-1 outline-none">
        <KeptPanels panels={tabs} shown={shown} className="h-full overflow-y-auto" />
      </Tabs.Content>
    </Tabs.Root>
  )
}
