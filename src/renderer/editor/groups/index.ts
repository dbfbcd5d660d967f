export { Breadcrumbs } from './Breadcrumbs'
export {
  enterGroup,
  groupInFocus,
  isEdge,
  leaveGroup,
  plugIntoEdge,
  showGroup,
  showsKnob,
  toggleGroupKnob,
} from './group-actions'
export { groupCommands } from './group-commands'
export { GroupCard, useGroupInFocus } from './GroupCard'
export { shownView } from './shown-view'
export { useGroups } from './use-groups'
export { withGroups } from './with-groups'
