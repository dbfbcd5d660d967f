export { OpenDialog } from './OpenDialog'
export { SaveAsDialog } from './SaveAsDialog'
