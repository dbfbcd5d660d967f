export { createModels, type Models } from './create-models'
export { ModelStore, type ReadyModel } from './model-store'
export { pluginModelId, type PluginWithModels } from './plugin-models'
