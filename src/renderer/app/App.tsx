import { useEffect } from 'react'
import { listenToKeys } from '../commands'
import { useMarketView, usePerforming, usePrefs } from '../state'
import { ReadoutLayer, TipProvider } from '../ui'
import { ParamMenu } from '../editor'
import { TabBar } from '../panels/tabs'
import { TransportBar } from '../panels/transport'
import { MarketConsent, MarketView } from '../panels/marketplace'
import { PerformerView } from '../panels/performer'
import { StatusBar, Toasts } from '../panels/status'
import { Dialogs } from './Dialogs'
import { WindowDrops } from './WindowDrops'
import { Workspace } from './Workspace'

/** The window. */
export function App() {
  const performing = usePerforming(state => state.open)
  const shopping = useMarketView(state => state.open)
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
        <div className="relative flex min-h-0 flex-1 flex-col">
          <div inert={performing || shopping} className="flex min-h-0 flex-1 flex-col">
            <TabBar />
            <Workspace />
            <StatusBar />
          </div>
          {shopping && !performing && <MarketView />}
          {performing && <PerformerView />}
        </div>
      </div>
      <WindowDrops />
      <Dialogs />
      <MarketConsent />
      <ParamMenu />
      <Toasts />
      <ReadoutLayer />
    </TipProvider>
  )
}
