import type { PluginInfo, PluginState } from '#shared/contract'
import { exitCodes, oneLine, type Io } from '../../io'
import { silentLog } from '../../../../kit'
import { pluginInfosOf } from '../../../../providers'
import { openPlugins } from '../places'
import { openProviders } from '../providers/open-providers'

export interface ListOptions {
  /** A plugin's kind, or one of the abilities that it provides. */
  readonly kind?: string
  readonly json?: boolean
}

/** `wireharp plugin list`: every plugin with its state, for people in columns, for programs as it is. */
export async function list(io: Io, { kind, json }: ListOptions): Promise<number> {
  await using plugins = openPlugins(io.env)
  await using own = openProviders(io.env, silentLog)
  const all = [...plugins.list(), ...(await pluginInfosOf(own.hub))]
  const shown = all.filter(plugin => kind === undefined || isOfKind(plugin, kind))
  const nothing = kind === undefined ? 'No plugins.' : `No plugin is of the kind “${kind}”.`
  const lines = shown.length === 0 ? [nothing] : table(shown, io.color === true)
  if (json === true) io.out(JSON.stringify(shown, undefined, 2))
  else for (const line of lines) io.out(line)
  return exitCodes.done
}

/** What others call the kinds of providers. */
const alsoCalled: Readonly<Record<string, string>> = {
  separator: 'separation',
  embedder: 'embedding',
  generator: 'generation',
}

function isOfKind({ kind, contributes }: PluginInfo, wanted: string): boolean {
  const names = [wanted, alsoCalled[wanted] ?? wanted]
  return (
    kind === wanted ||
    contributes.providers.some(provider => names.includes(provider.split('/')[0] ?? ''))
  )
}

const words: Readonly<Record<PluginState, string>> = {
  enabled: 'enabled',
  disabled: 'disabled',
  skipped: 'skipped',
  failed: 'failed',
  'missing-dependencies': 'missing deps',
  quarantined: 'quarantined',
}

/** Green runs, yellow could, red cannot. */
const colors: Readonly<Record<PluginState, number>> = {
  enabled: 32,
  disabled: 33,
  skipped: 33,
  failed: 31,
  'missing-dependencies': 31,
  quarantined: 31,
}

function table(plugins: readonly PluginInfo[], colored: boolean): string[] {
  const rows = plugins.map(plugin =>
    [
      plugin.id,
      plugin.version,
      plugin.origin,
      plugin.kind,
      plugin.author,
      plugin.reason === undefined ? plugin.description : plugin.reason.message,
    ].map(oneLine),
  )
  const widths = [0, 1, 2, 3, 4].map(column =>
    Math.min(32, Math.max(...rows.map(row => row[column]?.length ?? 0))),
  )
  return rows.map((row, index) => {
    const state = plugins[index]?.state ?? 'failed'
    const word = words[state].padEnd(12)
    const shown = colored ? `\u001b[${colors[state]}m${word}\u001b[0m` : word
    const cells = row.map((cell, column) =>
      cell.slice(0, widths[column] ?? 500).padEnd(widths[column] ?? 0),
    )
    return `${shown}  ${cells.join('  ')}`.trimEnd()
  })
}
