import { permissionInWords } from '#shared/graph'
import type { Failure } from '#shared/kit'
import type { Certificate, InstalledPlugin, OwnTest } from '../../../../plugins/packages'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'

/** Says why something was refused, each reason on its line. */
export function refuse(io: Io, failures: readonly Failure[]): number {
  for (const failure of failures) io.err(errorLine(failure))
  return exitCodes.refused
}

export function certificateLines({ nodes, parts, scan, ...plugin }: Certificate): string[] {
  const lines = [`${plugin.name} ${plugin.version} (${plugin.kind})`]
  for (const [id, { checks, cost }] of Object.entries(nodes)) {
    lines.push(`  ${id}`)
    for (const { check, passed, detail } of checks) {
      lines.push(`    ${passed ? '✓' : '✗'} ${check.padEnd(14)}${detail}`)
    }
    if (cost !== undefined) {
      lines.push(`      cost          p50 ${cost.p50} µs, p95 ${cost.p95} µs for 128 frames`)
    }
  }
  for (const { part, passed, detail } of parts) {
    lines.push(`  ${passed ? '✓' : '✗'} ${part}: ${detail}`)
  }
  return [...lines, ...scanLines({ scan })].map(line => line.replace(/[\p{Cc}]/gu, ' '))
}

export function scanLines({ scan }: Pick<InstalledPlugin, 'scan'>): string[] {
  const all = scan.findings.map(
    ({ severity, file, line, message, text }) =>
      `  ${severity === 'warning' ? '!' : '·'} ${file}:${line}  ${message} ${text}`,
  )
  if (all.length === 0) return []
  return [`  In its code, for you to judge (obfuscation ${scan.obfuscation} of 100):`, ...all]
}

export function testLines(tests: readonly OwnTest[]): string[] {
  return tests.map(({ file, name, failure, at }) =>
    oneLine(failure === undefined ? `  ✓ ${name}` : `  ✗ ${name}  ${at ?? file}: ${failure}`),
  )
}

export function permissionLines({ permissions }: Pick<InstalledPlugin, 'permissions'>): string[] {
  if (permissions.length === 0) return ['  It asks for no rights.']
  return permissions.map(permission => {
    const why = permission.why === undefined ? '' : `  (${permission.why})`
    return oneLine(`  It will ask: ${permissionInWords(permission)}${why}`)
  })
}
