export { Canvas } from './Canvas'
export { PluginView } from './PluginView'
