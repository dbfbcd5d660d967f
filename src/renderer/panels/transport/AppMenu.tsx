import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { RecentProject } from '#shared/contract'
import { attempt, nameOf } from '../../kit'
import {
  client,
  newProject,
  openDialog,
  openProject,
  save,
  setPrefs,
  toggleTheme,
  usePrefs,
  useSystem,
} from '../../state'
import { Menu, type MenuEntry } from '../../ui'
import { Mark } from './Mark'

/** Everything that is about files and the app. */
export function AppMenu() {
  const theme = usePrefs(prefs => prefs.theme)
  const browser = usePrefs(prefs => prefs.browser)
  const inspector = usePrefs(prefs => prefs.inspector)
  const templates = useSystem(state => state.info?.templates)
  const [recent, setRecent] = useState<readonly RecentProject[]>([])

  async function refresh(): Promise<void> {
    const answer = await attempt(client().project.recent())
    if (answer.ok) setRecent(answer.value)
  }

  const entries: readonly MenuEntry[] = [
    { label: 'New', keys: 'Mod+N', testId: 'menu-new', run: () => void newProject() },
    ...(templates === undefined || templates.length === 0 ? [] : [newFrom(templates)]),
    { label: 'Open…', keys: 'Mod+O', testId: 'menu-open', run: () => openDialog('open') },
    ...(recent.length === 0 ? [] : [recentMenu(recent)]),
    'rule',
    { label: 'Save', keys: 'Mod+S', testId: 'save', run: () => void save() },
    { label: 'Save as…', keys: 'Mod+Shift+S', testId: 'save-as', run: () => openDialog('save-as') },
    { label: 'Export…', keys: 'Mod+E', testId: 'export', run: () => openDialog('export') },
    'rule',
    { label: 'Browser', checked: browser, run: () => setPrefs({ browser: !browser }) },
    { label: 'Inspector', checked: inspector, run: () => setPrefs({ inspector: !inspector }) },
    { label: 'Light theme', checked: theme === 'light', testId: 'theme', run: toggleTheme },
    'rule',
    { label: 'Plugins…', testId: 'menu-plugins', run: () => openDialog('plugins') },
    {
      label: 'Plugin permissions…',
      testId: 'menu-permissions',
      run: () => openDialog('permissions'),
    },
    { label: 'Keyboard shortcuts', keys: '?', run: () => openDialog('shortcuts') },
  ]
  return (
    <Menu
      label="Wireharp"
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label="Menu"
          data-testid="menu"
          className="flex h-8 items-center gap-1.5 rounded px-2 hover:bg-control data-[state=open]:bg-control"
          onPointerEnter={() => void refresh()}
          onFocus={() => void refresh()}
        >
          <Mark />
          <ChevronDown size={12} aria-hidden className="text-faint" />
        </button>
      }
    />
  )
}

function newFrom(templates: readonly { readonly id: string; readonly title: string }[]): MenuEntry {
  return {
    label: 'New from',
    entries: templates.map(template => ({
      label: template.title,
      run: () => void newProject(template.id),
    })),
  }
}

function noteOn({ path, exists }: RecentProject): string {
  if (!exists) return 'missing'
  return /[/\\]drafts[/\\]/.test(path) ? 'draft' : nameOf(path)
}

function recentMenu(recent: readonly RecentProject[]): MenuEntry {
  return {
    label: 'Open recent',
    entries: recent.slice(0, 12).map(project => ({
      label: project.title,
      note: noteOn(project),
      disabled: !project.exists,
      run: () => void openProject(project.path),
    })),
  }
}
