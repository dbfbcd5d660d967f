export { jobCommands } from './commands'
export { Jobs } from './Jobs'
