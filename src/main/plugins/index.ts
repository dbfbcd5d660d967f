export {
  builtInPlugins,
  checkPlugin,
  loadPlugins,
  type LoadedPlugins,
  type PluginPlaces,
} from './load-plugins'
export { createPluginsService } from './plugins-service'
