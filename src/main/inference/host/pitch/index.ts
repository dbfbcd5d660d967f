export { transcribePitch } from './transcribe-pitch'
