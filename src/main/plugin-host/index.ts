export {
  PluginHosts,
  readRss,
  type Calling,
  type HostedPlugin,
  type HostEvents,
  type PluginHostsOptions,
} from './client'
