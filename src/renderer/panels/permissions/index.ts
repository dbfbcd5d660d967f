export { GrantList, GrantsDialog } from './GrantsDialog'
export { PermissionDialog } from './PermissionDialog'
