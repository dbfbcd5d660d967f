export { clapProvider } from './clap-provider'
