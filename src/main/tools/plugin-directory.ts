import type { Emitter } from '#shared/kit'
import type { Manifest } from '#shared/graph'
import type { CallTimes } from './call-times'

/** A plugin whose manifest is sound, enabled or not. */
export interface ListedPlugin {
  readonly manifest: Manifest
  readonly folder: string
  readonly origin: 'built-in' | 'user'
  /** Path of its bundle. */
  readonly code?: string
}

/** What came of setting a plugin up: nothing where it runs. */
export interface SetUpReport {
  readonly state: 'skipped' | 'failed'
  readonly reason: string
}

/** What the runner of tools needs of the plugin manager. */
export interface PluginDirectory {
  readonly found: ReadonlyMap<string, ListedPlugin>
  readonly changes: Emitter<{ readonly plugins: readonly string[] }>
  readonly logs: {
    append(plugin: string, level: 'debug' | 'info' | 'warn' | 'error', text: string): void
  }
  readonly stats: {
    report(
      source: string,
      plugin: string,
      stats: {
        readonly calls: number
        readonly errors: number
        readonly restarts: number
        readonly drops: number
        readonly cpu: number
        readonly memoryBytes: number
        readonly times: CallTimes
        readonly instances: readonly {
          readonly instance: string
          readonly calls: number
          readonly errors: number
          readonly times: CallTimes
        }[]
      },
    ): void
  }
  isEnabled(plugin: string): boolean
  configOf(plugin: string): Readonly<Record<string, unknown>>
  reportDeath(plugin: string, reason: string): void
  report(plugin: string, report: SetUpReport | undefined): void
}
