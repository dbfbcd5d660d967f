export { aborted, untilStopped } from './until-stopped'
