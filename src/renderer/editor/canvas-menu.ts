import { cableMenu, canvasMenu as emptyMenu, menuEntries, nodeMenu, type Place } from '../commands'
import { selectedCables, selectedNodes } from '../state'
import type { MenuEntry } from '../ui'

/** The canvas's menu, for what lies under the pointer. */
export function canvasMenu(place: Place): readonly MenuEntry[] {
  if (selectedNodes().length > 0) return menuEntries(nodeMenu, place)
  return menuEntries(selectedCables().length > 0 ? cableMenu : emptyMenu, place)
}
