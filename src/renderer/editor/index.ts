export { Canvas } from './Canvas'
export {
  addToParamMenu,
  LiveKnob,
  openParamMenu,
  ParamMenu,
  showMenu,
  sourceEntries,
  type ParamPlace,
} from './knobs'
export { canvasCommands } from './commands'
export { PluginView } from './PluginView'
export { displayKindOf, Readout } from './readouts'
