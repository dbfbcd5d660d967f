import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { PluginLogLine } from '#shared/contract'
import { systemClock, type AppPaths } from '../kit'
import { PluginLogs } from './plugin-logs'

/** Lines that are looked through at a time. */
const LINES = 200

/** What plugins log from now on, whichever process writes it. */
export class LogFollower {
  readonly #logs: PluginLogs
  readonly #seen = new Map<string, { size: number; last: number }>()
  readonly #began = Date.now()

  constructor({ logs }: Pick<AppPaths, 'logs'>) {
    this.#logs = new PluginLogs(join(logs, 'plugins'), systemClock)
  }

  /** Lines of a plugin that came since the last call; the newest last. */
  async news(plugin: string): Promise<readonly PluginLogLine[]> {
    const { size: before, last } = this.#seen.get(plugin) ?? { size: -1, last: this.#began }
    const size = statSync(this.#logs.pathOf(plugin), { throwIfNoEntry: false })?.size ?? 0
    if (size === before) return []
    const lines = (await this.#logs.tail(plugin, LINES)).filter(({ time }) => time > last)
    this.#seen.set(plugin, { size, last: lines.at(-1)?.time ?? last })
    return lines
  }
}
