export { PluginHosts, type Calling, type HostedPlugin, type HostEvents } from './client'
