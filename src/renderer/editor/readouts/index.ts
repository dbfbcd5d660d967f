export { displayKindOf } from './display-kind'
export { Readout } from './Readout'
