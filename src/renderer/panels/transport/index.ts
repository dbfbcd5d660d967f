export { tempoCommands } from './commands'
export { TransportBar } from './TransportBar'
