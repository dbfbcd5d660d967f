import { expect, test, vi } from 'vitest'
import { createMenuService } from '../../menu'
import type * as fake from './testing/fake-electron'

interface Item {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly checked?: boolean
  readonly click?: () => void
  readonly submenu?: readonly Item[]
}

test('E-19 the native menu shows the commands of the page, and choosing one tells it', async () => {
  const electron: typeof fake = await import('./testing/fake-electron')
  const bars: (readonly Item[])[] = []
  vi.doMock('electron', () => ({
    Menu: {
      buildFromTemplate: (template: readonly Item[]) => template,
      setApplicationMenu: (template: readonly Item[]) => bars.push(template),
    },
  }))
  expect(electron).toHaveProperty('Menu')
  const { serveAppMenu } = await import('./app-menu')
  const menu = createMenuService()
  using _serving = serveAppMenu(menu, false)
  expect(bars.at(-1)?.map(({ label, role }) => label ?? role)).toContain('File')

  const stop = new AbortController()
  const chosen = menu.watch(undefined, { signal: stop.signal })
  const next = chosen.next()
  const save = { kind: 'command', id: 'project.save', label: 'Save', keys: 'Mod+S', enabled: true }
  const loop = {
    kind: 'command',
    id: 'transport.loop',
    label: 'Loop',
    enabled: true,
    checked: true,
  }
  const entries = [
    { ...save, kind: 'command' as const },
    { kind: 'rule' as const },
    { kind: 'submenu' as const, label: 'More', entries: [{ ...loop, kind: 'command' as const }] },
  ]
  await menu.show({ menus: [{ title: 'File', entries }] }, { signal: stop.signal })

  const file = bars.at(-1)?.find(({ label }) => label === 'File')?.submenu ?? []
  expect(file[0]).toMatchObject({
    label: 'Save',
    accelerator: 'CmdOrCtrl+S',
    // Else the letter of a command could not be typed into a field.
    registerAccelerator: false,
  })
  expect(file[2]?.submenu?.[0]).toMatchObject({ label: 'Loop', checked: true })
  expect(file.at(-1)).toMatchObject({ role: 'quit' })
  file[0]?.click?.()
  expect((await next).value).toEqual({ command: 'project.save' })
  stop.abort()
  await chosen.next()
})
