import { nameOf } from '../kit'
import {
  closeTab,
  mirrorNow,
  newProject,
  openFileBeside,
  openDialog,
  openProject,
  redo,
  reopenTab,
  save,
  showNeighbour,
  undo,
  useProjectStore,
  useRecent,
  useSystem,
  useTabs,
} from '../state'
import type { Command } from './command'

export const projectCommands: readonly Command[] = [
  {
    id: 'project.new',
    title: 'New',
    group: 'Project',
    keys: 'Mod+N',
    whileTyping: true,
    words: 'project create empty',
    run: () => newProject(),
  },
  {
    id: 'project.template',
    title: 'New from',
    group: 'Project',
    words: 'template demo',
    choices: templates,
    run: () => {},
  },
  {
    id: 'project.open',
    title: 'Open…',
    group: 'Project',
    keys: 'Mod+O',
    whileTyping: true,
    words: 'project file load',
    run: () => openDialog('open'),
  },
  {
    id: 'project.recent',
    title: 'Open recent',
    group: 'Project',
    choices: recent,
    run: () => {},
  },
  {
    id: 'project.save',
    title: 'Save',
    group: 'Project',
    keys: 'Mod+S',
    whileTyping: true,
    run: save,
  },
  {
    id: 'project.save-as',
    title: 'Save as…',
    group: 'Project',
    keys: 'Mod+Shift+S',
    whileTyping: true,
    words: 'copy name',
    run: () => openDialog('save-as'),
  },
  {
    id: 'project.share',
    title: 'Share…',
    group: 'Project',
    words: 'bundle send zip wireharpz',
    run: () => openDialog('share'),
  },
  {
    id: 'project.export',
    title: 'Export…',
    group: 'Project',
    keys: 'Mod+E',
    whileTyping: true,
    words: 'render bounce mixdown wav flac mp3 opus stems',
    run: () => openDialog('export'),
  },
  {
    id: 'project.close',
    title: 'Close tab',
    group: 'Project',
    keys: 'Alt+W',
    words: 'project',
    run: () => closeTab(mirrorNow()),
  },
  {
    id: 'project.reopen',
    title: 'Reopen closed tab',
    group: 'Project',
    keys: 'Alt+Shift+T',
    when: () => useTabs.getState().closed.length > 0,
    run: reopenTab,
  },
  {
    id: 'project.next-tab',
    title: 'Next tab',
    group: 'Project',
    keys: 'Alt+PageDown',
    when: () => useTabs.getState().tabs.length > 1,
    run: () => showNeighbour(1),
  },
  {
    id: 'project.previous-tab',
    title: 'Previous tab',
    group: 'Project',
    keys: 'Alt+PageUp',
    when: () => useTabs.getState().tabs.length > 1,
    run: () => showNeighbour(-1),
  },
  {
    id: 'project.file-beside',
    title: 'Open the saved file beside it',
    group: 'Project',
    words: 'recover compare version',
    when: () => mirror()?.saved === false,
    run: openFileBeside,
  },
  {
    id: 'edit.undo',
    title: () =>
      labelled('Undo', mirrorNow().pending.at(-1)?.transaction.label ?? mirrorNow().undo),
    group: 'Edit',
    keys: 'Mod+Z',
    when: () => mirror() !== undefined,
    run: undo,
  },
  {
    id: 'edit.redo',
    title: () => labelled('Redo', mirrorNow().redo),
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    when: () => mirror() !== undefined,
    run: redo,
  },
]

function mirror() {
  return useProjectStore.getState().mirror
}

function labelled(action: string, step: string | undefined): string {
  return step === undefined ? action : `${action}: ${step}`
}

function templates(): readonly Command[] {
  const { info } = useSystem.getState()
  return (info?.templates ?? []).map(({ id, title, description }) => ({
    id: `project.template.${id}`,
    title,
    group: 'Project',
    words: description,
    run: () => newProject(id),
  }))
}

function recent(): readonly Command[] {
  const { projects } = useRecent.getState()
  return projects.slice(0, 12).map(({ path, title, exists }) => ({
    id: `project.recent.${path}`,
    title,
    group: 'Project',
    note: exists ? placeOf(path) : 'missing',
    when: () => exists,
    run: () => openProject(path),
  }))
}

function placeOf(path: string): string {
  return /[/\\]drafts[/\\]/.test(path) ? 'draft' : nameOf(path)
}
