export { TransportBar } from './TransportBar'
