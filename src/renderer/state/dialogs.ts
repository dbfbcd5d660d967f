import { create } from 'zustand'

export type DialogName =
  | 'open'
  | 'save-as'
  | 'export'
  | 'shortcuts'
  | 'plugins'
  | 'permissions'
  | 'models'
  | 'ai-services'
  | 'palette'
  | 'node-docs'
  | 'install'
  | 'share'
  | 'make-plugin'
  | 'write-package'
  | 'code'
  | 'publish'
  | 'new-script'
  | 'add-folder'
  | 'find-sound'
  | 'about-music'

interface DialogState {
  readonly open: DialogName | undefined
}

/** At most one dialog is open. */
export const useDialogs = create<DialogState>(() => ({ open: undefined }))

export function openDialog(open: DialogName): void {
  useDialogs.setState({ open })
}

export function closeDialog(): void {
  useDialogs.setState({ open: undefined })
}
