import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './root-folder'

/** Wireharp's own version, from its package.json. */
export function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(rootFolder(), 'package.json'), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : '0.0.0'
}
