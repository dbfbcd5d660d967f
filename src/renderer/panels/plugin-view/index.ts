export { PluginPanel } from './PluginPanel'
