export { CodeDialog } from './CodeDialog'
export { NewScriptDialog } from './NewScriptDialog'
