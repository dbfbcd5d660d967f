export {
  PluginHosts,
  type Calling,
  type HostedPlugin,
  type HostEvents,
  type PluginHostsOptions,
} from './client'
