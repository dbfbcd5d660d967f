import { Menu, type MenuItemConstructorOptions } from 'electron'

/** What the system expects of a menu, and nothing that the page has itself: it knows the project, this does not. */
export function setAppMenu(devTools: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'togglefullscreen' },
    ...(devTools ? [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
  ]
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ role: 'quit' }] },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
