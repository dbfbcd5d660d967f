export type { PluginDirectory } from './plugin-directory'
export { PluginInstances } from './plugin-instances'
export { PluginRunner, type Instance } from './plugin-runner'
export { createToolsService, type Tools, type ValueProblems } from './tools-service'
