export { createBlameBoard, readBlame, type Blame, type BlameBoard } from './blame-board'
export { ScriptInstance, type ScriptLayout } from './script-instance'
export { ScriptPlugin, type ScriptLimits } from './script-plugin'
