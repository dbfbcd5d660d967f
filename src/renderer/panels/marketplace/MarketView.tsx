import { useEffect, useRef } from 'react'
import { useMarketView } from '../../state'
import { Browse } from './Browse'
import { Consent } from './Consent'
import { DetailPage } from './DetailPage'
import { MarketHeader } from './MarketHeader'
import { Settings } from './Settings'
import { Updates } from './Updates'

/** The marketplace, in place of the workspace; the transport stays, and so does the sound. */
export function MarketView() {
  const place = useMarketView(state => state.place)
  const shown = useMarketView(state => state.shown)
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    const search = root.current?.querySelector<HTMLElement>('input[type="search"]')
    ;(search ?? root.current)?.focus()
  }, [])
  return (
    <main
      ref={root}
      tabIndex={-1}
      aria-label="Marketplace"
      data-area="marketplace"
      data-testid="marketplace"
      className="absolute inset-0 z-20 flex flex-col bg-canvas outline-none"
    >
      <MarketHeader />
      <div className="relative flex min-h-0 flex-1">
        {place === 'browse' && <Browse />}
        {place === 'updates' && <Updates />}
        {place === 'settings' && <Settings />}
        {place === 'browse' && shown !== undefined && <DetailPage shown={shown} />}
      </div>
    </main>
  )
}

/** The question before an installation, wherever it was wished for. */
export function MarketConsent() {
  return <Consent />
}
