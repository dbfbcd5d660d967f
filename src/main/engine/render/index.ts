export { ArenaFullError } from './arena'
export { loadKernels } from './kernel-module'
export { OFFLINE_BLOCK, Renderer } from './renderer'
export { ScriptRunner } from './script-runner'
