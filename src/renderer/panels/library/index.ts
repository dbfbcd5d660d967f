export { libraryCommands } from './commands'
export { Library } from './Library'
