export {
  commandGroups,
  isEnabled,
  keysOf,
  shownKeys,
  titleOf,
  type Command,
  type CommandGroup,
  type Place,
} from './command'
export { keyConflicts } from './key-conflicts'
export { listenToKeys } from './listen-to-keys'
export { menuEntries, RULE, type MenuItem } from './menu-entries'
export {
  appMenus,
  cableMenu,
  canvasMenu,
  commentMenu,
  groupMenu,
  nodeMenu,
  windowMenu,
  type MenuOfApp,
} from './menus'
export { projectCommands } from './project-commands'
export { addCommands, commandById, runCommand, setCommands, useCommands } from './registry'
export { transportCommands } from './transport-commands'
export { helpCommands, toolCommands, viewCommands } from './view-commands'
