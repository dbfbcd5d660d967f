export type { Calling } from './guest'
export type { HostedPlugin, HostEvents } from './hosted-plugin'
export { PluginHosts, type PluginHostsOptions } from './plugin-hosts'
export { readRss } from './read-rss'
