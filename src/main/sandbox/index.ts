export { createBlameBoard, readBlame, type Blame, type BlameBoard } from './blame-board'
export { FRAMES_A_CALL, QUANTA_A_CALL, ScriptBlock, type ScriptLayout } from './script-block'
export type { RunningScript } from './script-instance'
export { allowedMs, type ScriptLimits } from './script-limits'
export { ScriptPlugin } from './script-plugin'
export {
  AsyncPlugin,
  type AsyncLimits,
  type AsyncPluginOptions,
  type Entry,
} from './async/async-plugin'
export type { Said } from './async/said'
