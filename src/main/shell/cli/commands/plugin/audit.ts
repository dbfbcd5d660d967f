import { fail } from '#shared/kit'
import { appPaths } from '../../../../kit'
import { openUpkeep, type Leftover, type PluginAudit, type Upkeep } from '../../../../upkeep'
import type { AuditFlags, CleanupFlags } from '../../upkeep-commands'
import { exitCodes, oneLine, type Io } from '../../io'
import { openPlugins } from '../places'
import { refuse, scanLines } from './report'

/** `wireharp plugin audit`: 1 where anything is serious. */
export async function auditCommand(io: Io, wish: AuditFlags): Promise<number> {
  const { id, unused: unusedDays, fix = false, json } = wish
  return withUpkeep(io, async upkeep => {
    const audits = await upkeep.audit({ unusedDays, ...(id !== undefined && { id }) })
    if (id !== undefined && audits.length === 0) {
      return refuse(io, [fail('plugin-not-installed', `“${oneLine(id)}” is not installed.`)])
    }
    const leftovers = id === undefined ? await upkeep.leftovers() : []
    if (fix) await upkeep.remove(leftovers)
    if (json === true) io.out(JSON.stringify({ plugins: audits, leftovers }, undefined, 2))
    else {
      for (const line of audits.flatMap(linesOf)) io.out(oneLine(line))
      if (audits.length === 0) io.out('No plugin was installed.')
      tellLeftovers(io, leftovers, fix ? 'Removed' : 'Left over')
    }
    const all = audits.flatMap(({ findings }) => findings)
    return all.some(({ severity }) => severity === 'serious') ? exitCodes.refused : exitCodes.done
  })
}

/** `wireharp plugin cleanup` */
export async function cleanupCommand(io: Io, { dryRun = false, json }: CleanupFlags) {
  return withUpkeep(io, async upkeep => {
    const leftovers = await upkeep.leftovers()
    if (!dryRun) await upkeep.remove(leftovers)
    if (json === true) io.out(JSON.stringify(leftovers, undefined, 2))
    else tellLeftovers(io, leftovers, dryRun ? 'Would remove' : 'Removed')
    if (json !== true && leftovers.length === 0) io.out('Nothing is left over.')
    return exitCodes.done
  })
}

async function withUpkeep(io: Io, work: (upkeep: Upkeep) => Promise<number>): Promise<number> {
  await using plugins = openPlugins(io.env)
  const opened = await openUpkeep({ paths: appPaths(io.env), plugins })
  if (!opened.ok) return refuse(io, [opened.error])
  await using upkeep = opened.value
  return await work(upkeep)
}

const what: Readonly<Record<Leftover['kind'], string>> = {
  staged: 'an installation that was cut short',
  version: 'an old version',
  file: 'a file of packages',
  storage: 'data',
  certificate: 'a measurement',
  log: 'a log',
  grant: 'permissions',
}

function tellLeftovers(io: Io, leftovers: readonly Leftover[], verb: string): void {
  for (const { kind, plugin, path } of leftovers) {
    const of = plugin === undefined ? '' : ` of ${plugin}`
    io.out(oneLine(`${verb}: ${what[kind]}${of}, ${path}`))
  }
}

function linesOf(audit: PluginAudit): string[] {
  const { id, version, licence, state, pinned, publisher, resolved, folder, findings } = audit
  const signed =
    publisher === undefined
      ? 'signed by nobody'
      : `signed by ${publisher.name} (${publisher.fingerprint}, key ${publisher.key}) since ${publisher.since}`
  return [
    `${id} ${version}${pinned === true ? ' (pinned)' : ''}  ${state}, ${licence}, from ${resolved ?? folder}`,
    `  ${signed}`,
    ...(audit.changed?.length === 0 ? ['  Every file is the one that was installed.'] : []),
    ...findings.map(
      ({ severity, words }) => `  ${severity === 'serious' ? 'SERIOUS' : 'note'}: ${words}`,
    ),
    ...audit.permissions.flatMap(rightLines),
    ...(audit.certificate === undefined
      ? []
      : [`  certificate of ${audit.certificate.at} (${audit.certificate.days} days)`]),
    ...(audit.unusedDays === undefined ? [] : [`  used ${audit.unusedDays} days ago`]),
    ...(audit.scan === undefined ? [] : scanLines({ scan: audit.scan })),
  ]
}

function rightLines({ words, decisions }: PluginAudit['permissions'][number]): string[] {
  if (decisions.length === 0) return [`  may ask: ${words}`]
  return decisions.map(({ target, allowed, until, at, by = 'somebody' }) => {
    const when = new Date(at).toISOString()
    const where = target === '*' ? '' : ` (${target})`
    return `  ${allowed ? 'allowed' : 'denied'}: ${words}${where}, ${until}, by ${by} on ${when}`
  })
}
