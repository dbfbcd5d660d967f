export { equal, near, ok, rejects } from './assert'
export { conform, type ConformManifest } from './conform'
export {
  makeProvider,
  PublishedReadings,
  runSensor,
  runTool,
  testContext,
  type SensorRun,
  type TestContext,
} from './run-async'
export { runScript, type ScriptRun } from './run-script'
export { runTests, test, type TestResult } from './test'
export { tryNodes, type NodeThrow } from './try-nodes'
