export { setComputerKeys, shiftOctave, toggleComputerKeys, useComputerKeys } from './computer-keys'
export { useHeldKeys } from './held-keys'
export { followLive, holdLive } from './live-connection'
export { liveTarget } from './live-target'
export { midiLog, resumeMidi, startMidi, stopMidi, useMidi } from './midi-input'
export { startLearning, stopLearning, useMidiLearn } from './midi-learn'
export {
  controllerAt,
  knobAt,
  rangeOf,
  removeMapping,
  setMappingRange,
  useAwaited,
} from './midi-mapping'
export { controllerName, keyName, midiWords } from './midi-message'
export { setMidiPrefs, useMidiPrefs } from './midi-prefs'
export { bend, modulateNotes, pedal, pressKey, releaseKey, silenceNotes } from './play-keys'
