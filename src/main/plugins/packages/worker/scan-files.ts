import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScanFinding, ScanReport } from './requests'
import { scanCode } from './scan-code'
import { scanText } from './scan-text'

/** A report has no more: hostile code has a million. */
const MOST = 100
/** Larger files are not read: no code is. */
const MOST_BYTES = 16 * 2 ** 20

/** Reads the code and the pages of a package without running them. */
export async function scanFiles({
  folder,
  files,
  hosts,
}: {
  readonly folder: string
  readonly files: readonly string[]
  readonly hosts: readonly string[]
}): Promise<ScanReport> {
  const findings: ScanFinding[] = []
  let obfuscation = 0
  for (const path of files) {
    if (!/\.(m?js|html?|css|json|md|svg|txt)$/i.test(path)) continue
    const bytes = await readFile(join(folder, path))
    if (bytes.length > MOST_BYTES) continue
    const text = bytes.toString('utf8')
    findings.push(...scanText(path, text, hosts))
    if (!/\.m?js$/i.test(path)) continue
    const code = scanCode(path, text, hosts)
    obfuscation = Math.max(obfuscation, code.obfuscation)
    findings.push(...code.findings)
  }
  return { findings: findings.slice(0, MOST), obfuscation }
}
