export { createBlameBoard, readBlame, type BlameBoard } from './blame'
export { ScriptInstance, type ScriptLayout } from './script-instance'
export { ScriptPlugin, type ScriptLimits } from './script-plugin'
