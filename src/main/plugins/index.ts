export {
  builtInPlugins,
  checkPlugin,
  loadPlugins,
  type FoundPlugin,
  type LoadedPlugins,
  type PluginPlaces,
  type PluginReport,
} from './load-plugins'
export {
  answerBisection,
  beginBisection,
  readBisection,
  roundsLeft,
  writeBisection,
  type Bisection,
} from './bisect'
export { enabledPlugins } from './enabled-plugins'
export type { RawClip, WorkDone, WorkOrder, WorkRuns } from './work-order'
export type { ManagerChange } from './changes-between'
export { schemaProblem, valueProblems } from './json-schema'
export { LogFollower } from './log-follower'
export { installedPlugins, PluginManager, type PluginManagerParts } from './plugin-manager'
export { notePluginUse } from './note-use'
export { PluginUse } from './plugin-use'
export { hasOwnCode, profilePlugin } from './profile-plugin'
export type { PluginLogs } from './plugin-logs'
export type { PluginStatsBoard, StatsReport } from './plugin-stats'
export { LoosePrograms } from './faust/loose-programs'
export { usedDefinitions } from './convert/used-definitions'
export { MADE_HERE, SCRIPT_SOURCES } from './made-here'
export { sdkFolders } from './sdk-folders'
export { workflowsOf } from './workflows'
export {
  createPluginsService,
  noInstances,
  type NodeSaver,
  type PackageWriter,
  type ScriptWriter,
  type PluginCertificates,
  type PluginInstances,
} from './plugins-service'
