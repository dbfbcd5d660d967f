export { clipCommands } from './commands'
export { ClipSlot } from './ClipSlot'
