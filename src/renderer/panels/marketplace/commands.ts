import type { Command } from '../../commands'
import {
  backFromMarket,
  closeMarket,
  openMarket,
  refreshMarket,
  useMarket,
  useMarketView,
} from '../../state'

const area = 'marketplace'
const isOpen = (): boolean => useMarketView.getState().open

export const marketCommands: readonly Command[] = [
  {
    id: 'marketplace.open',
    title: 'Marketplace',
    group: 'Tools',
    keys: 'Mod+Shift+X',
    words: 'plugins install store shop find extensions packages',
    checked: isOpen,
    run: () => (isOpen() ? closeMarket() : openMarket()),
  },
  {
    id: 'marketplace.updates',
    title: 'Updates of plugins',
    group: 'Tools',
    words: 'upgrade newer version marketplace',
    run: () => openMarket('updates'),
  },
  {
    id: 'marketplace.sources',
    title: 'Registries and reviews',
    group: 'Tools',
    words: 'sources npm verdaccio folder snapshot lock marketplace',
    run: () => openMarket('settings'),
  },
  {
    id: 'marketplace.missing',
    title: 'Missing plugins of this project',
    group: 'Tools',
    words: 'install placeholder unknown marketplace',
    when: () => useMarket.getState().missing.length > 0,
    run: () => {
      const [first] = useMarket.getState().missing
      openMarket('browse', first?.id)
      refreshMarket()
    },
  },
  {
    id: 'marketplace.back',
    title: 'Back, or leave the marketplace',
    group: 'Tools',
    keys: 'Escape',
    area,
    when: isOpen,
    run: backFromMarket,
  },
]
