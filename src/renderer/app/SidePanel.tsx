import { History } from '../panels/history'
import { Inspector } from '../panels/inspector'
import { setPrefs, usePrefs } from '../state'
import { PanelTabs } from '../ui'

const tabs = [
  { id: 'inspector', label: 'Inspector', content: <Inspector /> },
  { id: 'history', label: 'History', content: <History /> },
] as const

/** The right side: the inspector, or the history. */
export function SidePanel() {
  const side = usePrefs(prefs => prefs.side)
  return (
    <PanelTabs
      label="Side panel"
      tabs={tabs}
      shown={side}
      onShow={next => setPrefs({ side: next })}
    />
  )
}
