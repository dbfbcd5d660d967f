export { timelineCommands } from './commands'
export { Timeline } from './Timeline'
