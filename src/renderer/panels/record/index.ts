export { Record } from './Record'
export { playCommands } from './play-commands'
