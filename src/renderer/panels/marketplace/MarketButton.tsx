import { Store } from 'lucide-react'
import { openMarket, useMarket } from '../../state'
import { Tip } from '../../ui'

/** Opens the marketplace; says how many updates wait. */
export function MarketButton() {
  const due = useMarket(state => state.updates.filter(({ pinned }) => !pinned).length)
  const updates = due === 0 ? '' : due === 1 ? '; 1 update' : `; ${due} updates`
  return (
    <Tip text={`Marketplace: find, hear and install plugins${updates}`} keys="Mod+Shift+X">
      <button
        type="button"
        data-testid="open-marketplace"
        aria-label={`Marketplace${updates}`}
        className="relative my-1 ml-auto flex size-7 shrink-0 items-center justify-center rounded text-soft hover:bg-control hover:text-text"
        onClick={() => openMarket()}
      >
        <Store size={15} aria-hidden />
        {due > 0 && (
          <span
            aria-hidden
            className="absolute top-0.5 right-0.5 size-2 rounded-full bg-accent ring-2 ring-panel"
          />
        )}
      </button>
    </Tip>
  )
}
