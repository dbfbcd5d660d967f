export { ModelsDialog } from './ModelsDialog'
