export { ArenaFullError } from './arena'
export { loadKernels } from './kernel-module'
export { Renderer } from './renderer'
export { ScriptRunner } from './script-runner'
