export { armedAudioTrack, beginAudioTake, endAudioTake, useAudioTake } from './audio-take'
export {
  closeInput,
  inputLatency,
  openInput,
  setInput,
  setMonitoring,
  takeInputPeaks,
  useInput,
  useInputPrefs,
} from './input'
export { keepHeard, keepNotes, leftTakes, recoverTake } from './keep-lately'
export type { InputChannels } from './take-placer'
