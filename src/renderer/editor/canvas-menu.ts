import {
  cableMenu,
  canvasMenu as emptyMenu,
  commentMenu,
  groupMenu,
  menuEntries,
  nodeMenu,
  type Place,
} from '../commands'
import { graphNow, selectedCables, selectedNodes } from '../state'
import type { MenuEntry } from '../ui'

/** The canvas's menu, for what lies under the pointer. */
export function canvasMenu(place: Place): readonly MenuEntry[] {
  const chosen = selectedNodes()
  const { notes, groups } = graphNow()
  if (chosen.length > 0 && chosen.every(id => id in notes)) return menuEntries(commentMenu, place)
  if (chosen.length > 0 && chosen.every(id => id in groups)) return menuEntries(groupMenu, place)
  if (chosen.length > 0) return menuEntries(nodeMenu, place)
  return menuEntries(selectedCables().length > 0 ? cableMenu : emptyMenu, place)
}
