export { Midi } from './Midi'
