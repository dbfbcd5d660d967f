import { Tabs } from 'radix-ui'
import { History } from '../panels/history'
import { Inspector } from '../panels/inspector'
import { setPrefs, usePrefs } from '../state'

/** The right side: the inspector, or the history. */
export function SidePanel() {
  const side = usePrefs(prefs => prefs.side)
  return (
    <Tabs.Root
      value={side}
      onValueChange={next => setPrefs({ side: next === 'history' ? 'history' : 'inspector' })}
      className="flex h-full flex-col bg-panel"
    >
      <Tabs.List
        aria-label="Side panel"
        className="flex h-9 shrink-0 gap-1 border-b border-line px-2"
      >
        <Tab value="inspector">Inspector</Tab>
        <Tab value="history">History</Tab>
      </Tabs.List>
      <Tabs.Content value="inspector" className="min-h-0 flex-1 outline-none" tabIndex={-1}>
        <Inspector />
      </Tabs.Content>
      <Tabs.Content value="history" className="min-h-0 flex-1 overflow-y-auto outline-none">
        <History />
      </Tabs.Content>
    </Tabs.Root>
  )
}

function Tab({ value, children }: { readonly value: string; readonly children: string }) {
  return (
    <Tabs.Trigger
      value={value}
      data-testid={`tab-${value}`}
      className="-mb-px border-b-2 -outline-offset-2 border-transparent px-2 text-sm text-faint hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
    >
      {children}
    </Tabs.Trigger>
  )
}
