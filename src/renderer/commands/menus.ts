import { RULE, type MenuItem } from './menu-entries'

export interface MenuOfApp {
  readonly title: string
  readonly items: readonly MenuItem[]
}

/** The menus of the app, by the ids of commands: one behind the mark in the window, a bar in Electron. */
export const appMenus: readonly MenuOfApp[] = [
  {
    title: 'File',
    items: [
      'project.new',
      'project.template',
      'project.open',
      'project.recent',
      RULE,
      'project.save',
      'project.save-as',
      'project.share',
      'project.export',
      RULE,
      'project.close',
      'project.reopen',
    ],
  },
  {
    title: 'Edit',
    items: [
      'edit.undo',
      'edit.redo',
      RULE,
      'nodes.cut',
      'nodes.copy',
      'canvas.paste',
      'nodes.duplicate',
      'nodes.delete',
      RULE,
      'canvas.select-all',
      'nodes.bypass',
      'nodes.mute',
      'nodes.solo',
      'nodes.collapse',
      'nodes.color',
      'nodes.replace',
      'nodes.connect',
      'nodes.group',
      'nodes.ungroup',
      'nodes.stems',
      'nodes.transcribe-speech',
      'nodes.run',
      'nodes.spans',
      'nodes.copy-words',
      'nodes.copy-subtitles',
      'nodes.words-to-timeline',
      'project.run-stale',
      'project.cancel-runs',
      'nodes.similar',
      { title: 'Align', items: alignItems() },
      'canvas.arrange',
    ],
  },
  {
    title: 'Transport',
    items: ['transport.play', 'transport.start', 'transport.loop'],
  },
  {
    title: 'View',
    items: [
      'view.browser',
      'view.outline',
      'view.library',
      'view.inspector',
      'view.history',
      'view.overview',
      'view.performer',
      RULE,
      'canvas.fit',
      'canvas.fit-selection',
      'canvas.zoom-in',
      'canvas.zoom-out',
      'canvas.zoom-reset',
      RULE,
      'canvas.tool-select',
      'canvas.tool-pan',
      RULE,
      'view.theme',
    ],
  },
  {
    title: 'Tools',
    items: [
      'library.add-folder',
      'library.duplicates',
      RULE,
      'marketplace.open',
      'marketplace.updates',
      'marketplace.sources',
      'marketplace.missing',
      RULE,
      'nodes.make-plugin',
      'nodes.edit-as-graph',
      'nodes.edit-code',
      'nodes.to-script',
      'nodes.publish',
      'tools.new-script',
      RULE,
      'tools.plugins',
      'tools.permissions',
      'tools.models',
      'tools.ai-services',
    ],
  },
  {
    title: 'Help',
    items: ['help.palette', 'help.shortcuts', 'help.tour', RULE, 'help.diagnostics'],
  },
]

export function alignItems(): readonly MenuItem[] {
  const edges = ['left', 'right', 'top', 'bottom'].map(edge => `nodes.align-${edge}`)
  return [...edges, RULE, 'nodes.spread-across', 'nodes.spread-down']
}

/** In the window the project's own menu lies open; the others are beneath it. */
export function windowMenu(): readonly MenuItem[] {
  const [file, ...others] = appMenus
  return [...(file?.items ?? []), RULE, ...others]
}

/** At the pointer, over a node. */
export const nodeMenu: readonly MenuItem[] = [
  'nodes.bypass',
  'nodes.mute',
  'nodes.solo',
  RULE,
  'nodes.connect',
  'nodes.replace',
  'nodes.duplicate',
  'nodes.copy',
  'nodes.stems',
  'nodes.similar',
  {
    title: 'Clips',
    items: [
      'nodes.transcribe-speech',
      'nodes.run',
      'nodes.spans',
      'nodes.copy-words',
      'nodes.copy-subtitles',
      'nodes.words-to-timeline',
    ],
  },
  'nodes.collapse',
  'nodes.color',
  { title: 'Align', items: [...alignItems(), RULE, 'canvas.arrange'] },
  { title: 'Preset', items: ['nodes.preset-next', 'nodes.preset-previous'] },
  {
    title: 'Group',
    items: [
      'nodes.group',
      'nodes.enter-group',
      'nodes.ungroup',
      'nodes.save-group',
      'nodes.make-plugin',
    ],
  },
  RULE,
  'nodes.delete',
  'nodes.delete-apart',
]

/** Over a group. */
export const groupMenu: readonly MenuItem[] = [
  'nodes.enter-group',
  RULE,
  'nodes.bypass',
  'nodes.mute',
  'nodes.solo',
  RULE,
  'nodes.duplicate',
  'nodes.copy',
  'nodes.group',
  'nodes.ungroup',
  'nodes.save-group',
  'nodes.make-plugin',
  'nodes.edit-as-graph',
  'nodes.edit-code',
  RULE,
  'nodes.color',
  { title: 'Align', items: alignItems() },
  RULE,
  'nodes.delete',
  'nodes.delete-apart',
]

/** Over a comment. */
export const commentMenu: readonly MenuItem[] = [
  'comments.write',
  'nodes.color',
  RULE,
  'nodes.delete',
]

/** Over a cable, and over the empty canvas. */
export const cableMenu: readonly MenuItem[] = [
  'cables.insert',
  'cables.probe',
  RULE,
  'nodes.disconnect',
]
export const canvasMenu: readonly MenuItem[] = [
  'canvas.add',
  'canvas.comment',
  'canvas.paste',
  RULE,
  'canvas.select-all',
  'canvas.arrange',
  'canvas.fit',
]
