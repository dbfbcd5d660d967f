export { equal, near, ok, rejects } from './assert'
export { conform, type ConformManifest } from './conform'
export {
  makeProvider,
  PublishedReadings,
  runSensor,
  runTool,
  runWork,
  testContext,
  type SensorRun,
  type WorkRun,
  type TestContext,
} from './run-async'
export { fakeModels, realModels, type FakeModel } from './models'
export { runScript, type ScriptRun } from './run-script'
export { runTests, test, type TestResult } from './test'
export { tryNodes, type NodeThrow } from './try-nodes'
