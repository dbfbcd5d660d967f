export { Canvas } from './Canvas'
export { followLevel } from './glow'
export { DropOverlay } from './DropOverlay'
export { droppedFiles } from './dropped-files'
export { areSounds, dropHint, kindOf, soundDropHint, type DropTarget } from './file-kinds'
export { importFiles } from './imports'
export { dropFilesOn, typesOf } from './use-drops'
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
export { groupCommands, showGroup, showsKnob, toggleGroupKnob } from './groups'
export { PluginFrame } from './PluginFrame'
export { PluginView } from './PluginView'
export { dropProbe, ProbeTitle, ProbeView, useProbes } from './probe'
export { displayKindOf, Readout } from './readouts'
export { nodeRenders } from './count-renders'
export { portLabel } from './port-label'
export { GroupCard, useGroupInFocus } from './groups'
export { clipCommands } from './clips'
