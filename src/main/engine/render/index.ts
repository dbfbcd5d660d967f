export { ArenaFullError } from './arena'
export { loadKernels } from './kernel-module'
export { LONGEST_BLOCK, Renderer } from './renderer'
export { ScriptRunner } from './script-runner'
