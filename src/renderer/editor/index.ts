export { Canvas } from './Canvas'
export { PluginView } from './PluginView'
export { displayKindOf, Readout } from './readouts'
