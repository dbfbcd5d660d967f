import { permissionInWords, type Certificate, type Drift } from '#shared/graph'
import type { Failure } from '#shared/kit'
import type { InstalledPlugin, OwnTest } from '../../../../plugins/packages'
import { errorLine, exitCodes, indentedLine, oneLine, type Io } from '../../io'

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
      const { p50, p95, max, relative } = cost
      const of = `${relative} times a filter’s`
      lines.push(`      cost          p50 ${p50}, p95 ${p95}, max ${max} µs for 128 frames; ${of}`)
    }
  }
  for (const { part, passed, detail } of parts) {
    lines.push(`  ${passed ? '✓' : '✗'} ${part}: ${detail}`)
  }
  return [...lines, ...scanLines({ scan })].map(indentedLine)
}

export function driftLines(drift: readonly Drift[]): string[] {
  if (drift.length === 0) return ['It is as its package says.']
  return drift.map(({ node, detail }) => oneLine(`! ${node === '' ? '' : `${node}: `}${detail}`))
}

export function scanLines({ scan }: Pick<Certificate, 'scan'>): string[] {
  const all = scan.findings.map(
    ({ severity, file, line, message, text }) =>
      `  ${severity === 'warning' ? '!' : '·'} ${file}:${line}  ${message} ${text}`,
  )
  if (all.length === 0) return []
  return [
    `  In its code, for you to judge (obfuscation ${scan.obfuscation} of 100):`,
    ...all,
    ...(scan.more === undefined ? [] : [`  … and ${scan.more} more.`]),
  ]
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
