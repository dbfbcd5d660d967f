import { lintPlugin } from '../../../../plugins/packages'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import { absolute } from './places'
import { refuse } from './report'

/** `wireharp plugin lint`: 1 where anything is to be mended before others use the plugin. */
export async function lintCommand(
  io: Io,
  { path, json }: JsonFlag & { readonly path: string },
): Promise<number> {
  const linted = await lintPlugin(absolute(path))
  if (!linted.ok) return refuse(io, linted.error)
  const findings = linted.value
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  if (json === true) io.out(JSON.stringify(findings, undefined, 2))
  else {
    for (const { file, line, severity, about, rule, message } of findings) {
      io.out(oneLine(`${file}:${line}  ${severity} ${about}/${rule}: ${message}`))
    }
    io.out(`${warnings} to be mended, ${findings.length - warnings} to be considered.`)
  }
  return warnings === 0 ? exitCodes.done : exitCodes.refused
}
