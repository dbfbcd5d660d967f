import './param-menu'
export { timelineCommands } from './commands'
export { Timeline } from './Timeline'
