export { Canvas } from './Canvas'
export { canvasCommands } from './commands'
export { PluginView } from './PluginView'
