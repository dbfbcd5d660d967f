import { useEffect } from 'react'
import { listenToKeys } from '../commands'
import { usePrefs } from '../state'
import { TipProvider } from '../ui'
import { ParamMenu } from '../editor'
import { TransportBar } from '../panels/transport'
import { StatusBar, Toasts } from '../panels/status'
import { Dialogs } from './Dialogs'
import { Workspace } from './Workspace'

/** The window. */
export function App() {
  const theme = usePrefs(prefs => prefs.theme)
  useEffect(() => {
    const keys = listenToKeys()
    return () => keys[Symbol.dispose]()
  }, [])
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
