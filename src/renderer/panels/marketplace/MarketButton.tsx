import { Store } from 'lucide-react'
import { openMarket, useMarket } from '../../state'
import { Tip } from '../../ui'

/** Opens the marketplace; says how many updates wait. */
export function MarketButton() {
  const due = useMarket(state => state.updates.filter(({ pinned }) => !pinned).length)
  return (
    <Tip text="Find, hear and install plugins" keys="Mod+Shift+X">
      <button
        type="button"
        data-testid="open-marketplace"
        aria-label={due === 0 ? undefined : `Get more plugins; updates: ${due}`}
        className="my-1.5 ml-auto flex h-6 shrink-0 items-center whitespace-nowrap gap-1.5 rounded px-2 text-xs text-soft hover:bg-control hover:text-text"
        onClick={() => openMarket()}
      >
        <Store size={13} aria-hidden />
        {due === 0 && 'Get more'}
        {due > 0 && (
          <span
            aria-hidden
            className="rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent"
          >
            {due}
          </span>
        )}
      </button>
    </Tip>
  )
}
