export { timelineCommands } from './commands'
export { offerLanes } from './param-menu'
export { Timeline } from './Timeline'
