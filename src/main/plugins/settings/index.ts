export { busyFailure } from './busy-failure'
export { noSettings, parseSettings, type PluginSettings } from './plugin-settings'
export { SettingsFile } from './settings-file'
