export { ShortcutsDialog } from './ShortcutsDialog'
