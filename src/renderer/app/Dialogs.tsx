import { ExportDialog } from '../panels/export'
import { OpenDialog, SaveAsDialog } from '../panels/files'
import { PluginsDialog } from '../panels/plugins'
import { ShortcutsDialog } from '../panels/shortcuts'
import { useDialogs } from '../state'

const dialogs = {
  open: OpenDialog,
  'save-as': SaveAsDialog,
  export: ExportDialog,
  shortcuts: ShortcutsDialog,
  plugins: PluginsDialog,
} as const

export function Dialogs() {
  const open = useDialogs(state => state.open)
  if (open === undefined) return undefined
  const Shown = dialogs[open]
  return <Shown />
}
