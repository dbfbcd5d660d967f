import { ChevronDown } from 'lucide-react'
import { menuEntries, windowMenu } from '../../commands'
import { refreshRecent } from '../../state'
import { Menu } from '../../ui'
import { Mark } from './Mark'

/** Everything that is about files and the app. */
export function AppMenu() {
  return (
    <Menu
      label="Wireharp"
      entries={() => menuEntries(windowMenu())}
      trigger={
        <button
          type="button"
          aria-label="Menu"
          data-testid="menu"
          className="flex h-8 items-center gap-1.5 rounded px-2 hover:bg-control data-[state=open]:bg-control"
          onPointerEnter={() => void refreshRecent()}
          onFocus={() => void refreshRecent()}
        >
          <Mark />
          <ChevronDown size={12} aria-hidden className="text-faint" />
        </button>
      }
    />
  )
}
