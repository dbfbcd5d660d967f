import { Browser } from '../panels/browser'
import { Library } from '../panels/library'
import { MarketButton } from '../panels/marketplace'
import { Outline } from '../panels/outline'
import { setPrefs, usePrefs } from '../state'
import { PanelTabs } from '../ui'

const tabs = [
  { id: 'browser', label: 'Browser', content: <Browser /> },
  { id: 'outline', label: 'Outline', content: <Outline /> },
  { id: 'library', label: 'Library', content: <Library /> },
] as const

/** The left side: what can be put on the canvas, what is there, or the user’s sounds. */
export function LeftPanel() {
  const left = usePrefs(prefs => prefs.left)
  return (
    <PanelTabs
      label="Left panel"
      tabs={tabs}
      shown={left}
      onShow={next => setPrefs({ left: next })}
    >
      <MarketButton />
    </PanelTabs>
  )
}
