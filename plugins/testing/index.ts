export { runScript, type ScriptRun } from './run-script'
