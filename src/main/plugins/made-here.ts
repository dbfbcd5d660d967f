import { basename, dirname } from 'node:path'

/** Noted as the source of plugins that were made in the app. */
export const MADE_HERE = 'made here'

/** Folder of the code that is written in the app, below its data. */
export const SCRIPT_SOURCES = 'plugin-sources'

/** Whether a plugin was installed from there. */
export function isWrittenHere(source: string | undefined): boolean {
  return source !== undefined && basename(dirname(source)) === SCRIPT_SOURCES
}
