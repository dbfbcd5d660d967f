export { InstallDialog } from './InstallDialog'
export { ShareDialog } from './ShareDialog'
export { OpenDialog } from './OpenDialog'
export { SaveAsDialog } from './SaveAsDialog'
