export { PluginWorks } from './plugin-works'
