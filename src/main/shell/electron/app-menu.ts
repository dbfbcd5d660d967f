import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { NativeMenu, NativeMenuEntry } from '#shared/contract'
import type { MenuService } from '../../menu'

/**
 * The menu bar: what the page says, which knows the project and its commands, and what only the system can do.
 * Until the page has said anything there is the latter alone.
 */
export function serveAppMenu(
  menu: Pick<MenuService, 'shown' | 'choose'>,
  devTools: boolean,
): Disposable {
  const choose = (command: string) => menu.choose(command)
  set([], choose, devTools)
  return menu.shown.on(menus => set(menus, choose, devTools))
}

function set(
  menus: readonly NativeMenu[],
  choose: (command: string) => void,
  devTools: boolean,
): void {
  const known =
    menus.length > 0
      ? menus
      : [
          { title: 'File', entries: [] },
          { title: 'View', entries: [] },
        ]
  const own = known.map(({ title, entries }) => ({
    label: title,
    submenu: [...entries.map(entry => itemOf(entry, choose)), ...ofSystem(title, devTools)],
  }))
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    ...own,
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function ofSystem(title: string, devTools: boolean): MenuItemConstructorOptions[] {
  switch (title) {
    case 'File':
      return [{ type: 'separator' }, { role: 'quit' }]
    case 'View':
      return [
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(devTools ? [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ]
    default:
      return []
  }
}

function itemOf(
  entry: NativeMenuEntry,
  choose: (command: string) => void,
): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'rule':
      return { type: 'separator' }
    case 'submenu':
      return { label: entry.label, submenu: entry.entries.map(inner => itemOf(inner, choose)) }
    case 'command': {
      const { id, label, keys, enabled, checked } = entry
      return {
        label,
        enabled,
        click: () => choose(id),
        ...(checked !== undefined && { type: 'checkbox', checked }),
        // The page listens to its keys itself: it knows whether text is typed.
        ...(keys !== undefined && { accelerator: acceleratorOf(keys), registerAccelerator: false }),
      }
    }
  }
}

/** “Mod+ArrowLeft” as Electron writes it. */
function acceleratorOf(keys: string): string {
  return keys.replace('Mod', 'CmdOrCtrl').replace('Arrow', '')
}
