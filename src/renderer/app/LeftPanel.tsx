import { Tabs } from 'radix-ui'
import { Browser } from '../panels/browser'
import { Library } from '../panels/library'
import { MarketButton } from '../panels/marketplace'
import { Outline } from '../panels/outline'
import { setPrefs, usePrefs } from '../state'

const tabs = ['browser', 'outline', 'library'] as const

/** The left side: what can be put on the canvas, what is there, or the user’s sounds. */
export function LeftPanel() {
  const left = usePrefs(prefs => prefs.left)
  return (
    <Tabs.Root
      value={left}
      onValueChange={next => setPrefs({ left: tabs.find(tab => tab === next) ?? 'browser' })}
      className="flex h-full flex-col bg-panel"
    >
      <div className="flex h-9 shrink-0 border-b border-line px-2">
        <Tabs.List aria-label="Left panel" className="flex gap-1">
          <Tab value="browser">Browser</Tab>
          <Tab value="outline">Outline</Tab>
          <Tab value="library">Library</Tab>
        </Tabs.List>
        <MarketButton />
      </div>
      <Tabs.Content value="browser" className="min-h-0 flex-1 outline-none" tabIndex={-1}>
        <Browser />
      </Tabs.Content>
      <Tabs.Content value="outline" className="min-h-0 flex-1 outline-none" tabIndex={-1}>
        <Outline />
      </Tabs.Content>
      <Tabs.Content value="library" className="min-h-0 flex-1 outline-none" tabIndex={-1}>
        <Library />
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
