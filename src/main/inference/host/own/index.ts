export { runOwnModel } from './run-own-model'
