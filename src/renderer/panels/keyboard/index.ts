export { Keyboard } from './Keyboard'
