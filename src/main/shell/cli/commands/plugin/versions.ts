import { fail } from '#shared/kit'
import {
  auditInstalled,
  installedPlugins,
  pinPlugin,
  rollBack,
  type InstalledAudit,
} from '../../../../plugins/packages'
import type { PinFlags } from '../../author-commands'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import { installPlaces } from './places'
import { permissionLines, refuse, scanLines } from './report'

/** `wireharp plugin rollback` */
export async function rollBackCommand(
  io: Io,
  { id, json }: JsonFlag & { readonly id: string },
): Promise<number> {
  const done = await rollBack(id, installPlaces(io).plugins)
  if (!done.ok) return refuse(io, [done.error])
  const { from, to } = done.value
  io.out(
    json === true ? JSON.stringify(done.value) : `${id} is ${to} again, not ${from}; it is pinned.`,
  )
  return exitCodes.done
}

/** `wireharp plugin pin` */
export async function pinCommand(
  io: Io,
  { id, off, json }: PinFlags & { readonly id: string },
): Promise<number> {
  const done = await pinPlugin(id, installPlaces(io).plugins, off !== true)
  if (!done.ok) return refuse(io, [done.error])
  const { version, pinned } = done.value
  const said = pinned ? `${id} stays at ${version}.` : `${id} is upgraded with the others again.`
  io.out(json === true ? JSON.stringify(done.value) : said)
  return exitCodes.done
}

/** `wireharp plugin audit`: 1 where a file is another one than was installed. */
export async function auditCommand(
  io: Io,
  { id, json }: JsonFlag & { readonly id: string | undefined },
): Promise<number> {
  const { plugins } = installPlaces(io)
  const ids = id === undefined ? installedPlugins(plugins) : [id]
  const audits: InstalledAudit[] = []
  for (const each of ids) {
    const audit = await auditInstalled(each, plugins)
    if (audit === undefined) {
      return refuse(io, [fail('plugin-not-installed', `“${oneLine(each)}” is not installed.`)])
    }
    audits.push(audit)
  }
  if (json === true) io.out(JSON.stringify(audits, undefined, 2))
  else for (const line of audits.flatMap(linesOf)) io.out(oneLine(line))
  if (json !== true && audits.length === 0) io.out('No plugin was installed.')
  return audits.some(({ changed }) => changed.length > 0) ? exitCodes.refused : exitCodes.done
}

function linesOf(audit: InstalledAudit): string[] {
  const { id, version, resolved, pinned, changed } = audit
  return [
    `${id} ${version}${pinned ? ' (pinned)' : ''} from ${resolved}`,
    changed.length === 0
      ? '  Every file is the one that was installed.'
      : `  Changed since it was installed: ${changed.join(', ')}`,
    ...permissionLines(audit),
    ...scanLines(audit),
  ]
}
