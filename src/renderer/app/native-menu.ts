import type { NativeMenu, NativeMenuEntry } from '#shared/contract'
import { appMenus, menuEntries, runCommand, useCommands } from '../commands'
import { attempt } from '../kit'
import {
  client,
  connection,
  refreshRecent,
  useProjectStore,
  usePrefs,
  useRecent,
  useSelection,
  useTransport,
  watch,
} from '../state'
import type { MenuEntry } from '../ui'

/** Changes come in bursts, and the bar is only looked at by people. */
const QUIET_MS = 250

/** Where the face has a native menu bar, shows the app's menus there and does what is chosen. */
export function followNativeMenu(): void {
  if (connection().face !== 'electron') return
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = ''
  const tell = () => {
    const menus = nativeMenus()
    const text = JSON.stringify(menus)
    if (text === shown) return
    shown = text
    void attempt(client().menu.show({ menus }))
  }
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      tell()
    }, QUIET_MS)
  }
  for (const store of [useCommands, useProjectStore, usePrefs, useSelection, useTransport]) {
    store.subscribe(soon)
  }
  useRecent.subscribe(soon)
  void refreshRecent()
  void watch(
    () => client().menu.watch(),
    ({ command }) => void runCommand(command),
  )
  tell()
}

function nativeMenus(): NativeMenu[] {
  return appMenus.map(({ title, items }) => ({
    title,
    entries: menuEntries(items).map(nativeEntry),
  }))
}

export function nativeEntry(entry: MenuEntry): NativeMenuEntry {
  if (entry === 'rule') return { kind: 'rule' }
  if ('entries' in entry) {
    return { kind: 'submenu', label: entry.label, entries: entry.entries.map(nativeEntry) }
  }
  const { testId = '', label, keys, disabled, checked } = entry
  return {
    kind: 'command',
    id: testId,
    label,
    enabled: disabled !== true,
    ...(keys !== undefined && { keys }),
    ...(checked !== undefined && { checked }),
  }
}
