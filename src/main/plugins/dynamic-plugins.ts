import { delimiter, resolve } from 'node:path'

export const DYNAMIC_FLAG = '--enable-dynamic-plugins'

type Env = Readonly<Record<string, string | undefined>>

/** Folders of WIREHARP_PLUGIN_PATH, absolute. */
export function pathFolders(env: Env): readonly string[] {
  const asked = (env['WIREHARP_PLUGIN_PATH'] ?? '').split(delimiter).filter(Boolean)
  return asked.map(path => resolve(path))
}

/**
 * Whether code from WIREHARP_PLUGIN_PATH may run: who starts Wireharp says so, since whoever can set a variable of the
 * environment must not bring code in by that alone. The command line and `npm start` pass the flag on as a variable.
 */
export function isDynamic(env: Env): boolean {
  return env['WIREHARP_DYNAMIC_PLUGINS'] === '1' || process.argv.includes(DYNAMIC_FLAG)
}
