export { createBlameBoard, readBlame, type Blame, type BlameBoard } from './blame-board'
export { checkWasm, WASM_LIMITS } from './check-wasm'
export { leave } from './leave'
export { LineMover } from './line-mover'
export { loadApart } from './load-apart'
export { loadCode, type CodeKind, type LoadedCode } from './load-code'
export { RemoteScript, type Follower } from './remote-script'
export { linkTo } from './run-frames'
export { QUANTA_A_CALL, ScriptBlock, type ScriptLayout } from './script-block'
export { ScriptHosts, type HostedCode } from './script-hosts'
export type { RunningScript } from './script-instance'
export {
  allowedMs,
  quantaOf,
  stricter,
  type ScriptLimits,
  type StricterLimits,
} from './script-limits'
export { ScriptPlugin } from './script-plugin'
export { hostsExist } from './start-host'
export { Watchdog } from './watchdog'
export {
  AsyncPlugin,
  type AsyncLimits,
  type AsyncPluginOptions,
  type Entry,
} from './async/async-plugin'
export type { Said } from './async/said'
