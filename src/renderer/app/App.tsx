import { useEffect } from 'react'
import { usePrefs } from '../state'
import { TipProvider } from '../ui'
import { ParamMenu } from '../editor'
import { TransportBar } from '../panels/transport'
import { StatusBar, Toasts } from '../panels/status'
import { Dialogs } from './Dialogs'
import { useShortcuts } from './use-shortcuts'
import { Workspace } from './Workspace'

/** The window. */
export function App() {
  const theme = usePrefs(prefs => prefs.theme)
  useShortcuts()
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  return (
    <TipProvider>
      <div className="flex h-full flex-col" data-testid="app">
        <TransportBar />
        <Workspace />
        <StatusBar />
      </div>
      <Dialogs />
      <ParamMenu />
      <Toasts />
    </TipProvider>
  )
}
