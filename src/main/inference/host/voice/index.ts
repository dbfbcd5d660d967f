export { findVoice, foundVoiceSchema, type FoundVoice } from './find-voice'
