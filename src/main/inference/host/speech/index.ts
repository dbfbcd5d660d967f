export { transcribeByWhisper } from './transcribe-by-whisper'
