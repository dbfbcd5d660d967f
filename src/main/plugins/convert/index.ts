export { graphToScript, type ConvertedScript, type ScriptToWrite } from './graph-to-script'
