import { ExportDialog } from '../panels/export'
import { OpenDialog, SaveAsDialog } from '../panels/files'
import { GrantsDialog, PermissionDialog } from '../panels/permissions'
import { PluginsDialog } from '../panels/plugins'
import { ShortcutsDialog } from '../panels/shortcuts'
import { useDialogs, usePermissions } from '../state'

const dialogs = {
  open: OpenDialog,
  'save-as': SaveAsDialog,
  export: ExportDialog,
  shortcuts: ShortcutsDialog,
  plugins: PluginsDialog,
  permissions: GrantsDialog,
} as const

/** What a plugin asks for comes before whatever else is open. */
export function Dialogs() {
  const open = useDialogs(state => state.open)
  const isAsked = usePermissions(state => state.asks.length > 0)
  const Shown = open === undefined ? undefined : dialogs[open]
  return (
    <>
      {Shown !== undefined && <Shown />}
      {isAsked && <PermissionDialog />}
    </>
  )
}
