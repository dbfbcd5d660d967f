export { performerCommands } from './commands'
export { PerformerView } from './PerformerView'
