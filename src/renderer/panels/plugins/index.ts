export { PluginsDialog } from './PluginsDialog'
