import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileFindings, reportOf } from './findings'
import type { ScanReport } from './requests'
import { scanCode } from './scan-code'
import { scanText } from './scan-text'

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
  const found: FileFindings[] = []
  let obfuscation = 0
  for (const path of files) {
    if (!/\.(m?js|html?|css|json|md|svg|txt)$/i.test(path)) continue
    const bytes = await readFile(join(folder, path))
    if (bytes.length > MOST_BYTES) continue
    const text = bytes.toString('utf8')
    const findings = new FileFindings(path, text)
    found.push(findings)
    scanText(findings, path, text, hosts)
    if (!/\.m?js$/i.test(path)) continue
    obfuscation = Math.max(obfuscation, scanCode(findings, path, text, hosts))
  }
  return reportOf(found, obfuscation)
}
