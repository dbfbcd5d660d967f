export { findVoice, foundVoiceSchema, type FoundVoice } from './find-voice'
export { splitVoice } from './split-voice'
