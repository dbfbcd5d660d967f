export { inspectorCommands } from './commands'
export { Inspector } from './Inspector'
