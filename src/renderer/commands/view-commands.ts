import { focusSoon } from '../kit'
import {
  openDialog,
  saveDiagnostics,
  setPrefs,
  startTour,
  toggleTheme,
  usePrefs,
  type Prefs,
} from '../state'
import type { Command } from './command'

export const viewCommands: readonly Command[] = [
  panel('view.browser', 'Browser', 'browser'),
  {
    id: 'view.outline',
    title: 'Outline',
    group: 'View',
    keys: 'Shift+O',
    words: 'tree list nodes screen reader',
    checked: () => usePrefs.getState().browser && usePrefs.getState().left === 'outline',
    run: () => {
      setPrefs({ browser: true, left: 'outline' })
      focusSoon('[data-testid="outline"]')
    },
  },
  panel('view.inspector', 'Inspector', 'inspector'),
  {
    id: 'view.history',
    title: 'History',
    group: 'View',
    words: 'undo steps',
    checked: () => usePrefs.getState().inspector && usePrefs.getState().side === 'history',
    run: () => setPrefs({ inspector: true, side: 'history' }),
  },
  panel('view.overview', 'Overview of the canvas', 'minimap'),
  {
    id: 'view.theme',
    title: 'Light theme',
    group: 'View',
    words: 'dark colours appearance',
    checked: () => usePrefs.getState().theme === 'light',
    run: toggleTheme,
  },
]

export const toolCommands: readonly Command[] = [
  {
    id: 'tools.plugins',
    title: 'Plugins…',
    group: 'Tools',
    words: 'manage enable disable log',
    run: () => openDialog('plugins'),
  },
  {
    id: 'tools.new-script',
    title: 'New script node…',
    group: 'Tools',
    words: 'code typescript plugin program write template',
    run: () => openDialog('new-script'),
  },
  {
    id: 'tools.permissions',
    title: 'Plugin permissions…',
    group: 'Tools',
    words: 'rights grants network',
    run: () => openDialog('permissions'),
  },
  {
    id: 'tools.models',
    title: 'Models…',
    group: 'Tools',
    words: 'ai musicgen download licence weights',
    run: () => openDialog('models'),
  },
  {
    id: 'tools.ai-services',
    title: 'AI services…',
    group: 'Tools',
    words: 'ai http server remote stems plugin register token',
    run: () => openDialog('ai-services'),
  },
]

export const helpCommands: readonly Command[] = [
  {
    id: 'help.palette',
    title: 'Command palette',
    group: 'Help',
    keys: ['Mod+K', 'Mod+Shift+P'],
    whileTyping: true,
    words: 'find search everything',
    run: () => openDialog('palette'),
  },
  {
    id: 'help.tour',
    title: 'Tour of the window',
    group: 'Help',
    words: 'introduction first steps learn',
    run: startTour,
  },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?', 'Shift+?'],
    run: () => openDialog('shortcuts'),
  },
  {
    id: 'help.diagnostics',
    title: 'Save diagnostics',
    group: 'Help',
    words: 'bug report logs crash support zip trouble',
    run: () => void saveDiagnostics(),
  },
]

/** A part of the window that is open or not. */
function panel(id: string, title: string, pref: 'browser' | 'inspector' | 'minimap'): Command {
  const isOpen = (): boolean => usePrefs.getState()[pref]
  return {
    id,
    title,
    group: 'View',
    words: 'panel show hide',
    checked: isOpen,
    run: () => setPrefs({ [pref]: !isOpen() } satisfies Partial<Prefs>),
  }
}
