import type { Manifest } from '#shared/graph'
import type { PackageFile } from './package-limits'
import { scanCode } from './scan-code'
import { scanText } from './scan-text'

/** Something that a reader of the code should look at: a report, not a verdict. */
export interface ScanFinding {
  readonly rule:
    | 'code-from-strings'
    | 'prototypes'
    | 'network-address'
    | 'hidden-characters'
    | 'obfuscation'
    | 'globals'
    | 'embedded-module'
    | 'unreadable'
  readonly severity: 'note' | 'warning'
  readonly file: string
  /** From 1. */
  readonly line: number
  /** What stands there, cut. */
  readonly text: string
  readonly message: string
}

export interface ScanReport {
  readonly findings: readonly ScanFinding[]
  /** 0 for code that a person wrote, 100 for code that nobody is to read; of the worst file. */
  readonly obfuscation: number
}

/** A report has no more: hostile code has a million. */
const MOST = 100

/** Reads the code and the pages of a package without running them. */
export function scanPackage(files: readonly PackageFile[], manifest: Manifest): ScanReport {
  const hosts = manifest.permissions.flatMap(({ right, scope }) =>
    right === 'network' ? (scope ?? ['*']) : [],
  )
  let obfuscation = 0
  const findings = files.flatMap(({ path, bytes }) => {
    if (!/\.(m?js|html?|css|json|md|svg|txt)$/i.test(path) || path.endsWith('.map')) return []
    const text = bytes.toString('utf8')
    const found = scanText(path, text, hosts)
    if (!/\.m?js$/i.test(path)) return found
    const code = scanCode(path, text, hosts)
    obfuscation = Math.max(obfuscation, code.obfuscation)
    return [...found, ...code.findings]
  })
  return { findings: findings.slice(0, MOST), obfuscation }
}
