export { PluginWorks, type WorkDone, type WorkOrder } from './plugin-works'
