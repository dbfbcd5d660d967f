import { lstatSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { err, fail, type Result } from '#shared/kit'
import { nodeFiles, writeDurably, type FilePort } from '../../kit'

/** What is kept of an installation, beside each of the plugin’s versions: `1.2.0.json` of `1.2.0`. */
export const recordSchema = z.object({
  /** As the user gave it: where upgrades come from. */
  source: z.string().max(2000),
  /** The very thing that was installed. */
  resolved: z.string().max(2000),
  integrity: z.string().max(200).optional(),
  version: z.string().max(64),
  /** Folder of the version; the file `current` names it too. */
  folder: z.string().max(100),
  /** Folder of the version before it, which stays for a way back. */
  previous: z.string().max(100).optional(),
  /** Left alone where all are upgraded. */
  pinned: z.boolean().optional(),
  installedAt: z.string().max(40),
  /** Who signed it. */
  publisher: z
    .object({
      key: z.string().length(64),
      name: z.string().max(100),
      own: z.boolean().default(false),
      since: z.string().max(40),
    })
    .optional(),
  /** The registry that it came from, by its address. */
  registry: z.string().max(2000).optional(),
  /** The plugin that this is another major version of: it goes by the id that its folder has. */
  aliasOf: z.string().max(200).optional(),
  /** SHA-256 of every file. */
  files: z.record(z.string().max(300), z.string().length(64)),
})
export type InstallRecord = z.infer<typeof recordSchema>

export const CURRENT = 'current'
/** What was a version’s record before each had one. */
export const OLD_RECORD = 'installed.json'

/** Name of a version’s record. */
export function recordOf(folder: string): string {
  return `${folder}.json`
}

/** Where the versions of a plugin lie. Its id is checked: it holds no dots alone and one slash at most. */
export function homeOf(plugins: string, id: string): string {
  return join(plugins, ...id.split('/'))
}

/** Of the version that counts. Undefined where the plugin was not installed but put there by hand, or is not there. */
export function readRecord(plugins: string, id: string): InstallRecord | undefined {
  const home = homeOf(plugins, id)
  try {
    const folder = readFileSync(join(home, CURRENT), 'utf8').slice(0, 200).trim()
    const old = oldRecord(home)
    return versionRecord(plugins, id, folder) ?? (old?.folder === folder ? old : undefined)
  } catch {
    return undefined
  }
}

/** What an earlier Wireharp noted of a plugin, in a file for all versions. */
export function oldRecord(home: string): InstallRecord | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(readFileSync(join(home, OLD_RECORD), 'utf8')))
    return parsed.success && basename(parsed.data.folder) === parsed.data.folder
      ? parsed.data
      : undefined
  } catch {
    return undefined
  }
}

/** Of a version that is there beside the one that counts. */
export function versionRecord(
  plugins: string,
  id: string,
  folder: string,
): InstallRecord | undefined {
  try {
    const text = readFileSync(join(homeOf(plugins, id), basename(recordOf(folder))), 'utf8')
    const parsed = recordSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What lies at a path, links not followed. */
export function kindAt(path: string): 'nothing' | 'folder' | 'other' {
  const info = lstatSync(path, { throwIfNoEntry: false })
  if (info === undefined) return 'nothing'
  return info.isDirectory() ? 'folder' : 'other'
}

/** A version counts from the moment on that `current` names its folder, and so does what is noted of it. */
export async function commitVersion(
  home: string,
  record: InstallRecord,
  files: FilePort = nodeFiles,
): Promise<Result<void>> {
  const text = `${JSON.stringify(record, undefined, 2)}\n`
  const kept = await writeDurably(join(home, recordOf(record.folder)), text, files)
  return kept.ok ? writeDurably(join(home, CURRENT), `${record.folder}\n`, files) : kept
}

/** Lets another version count again whose folder is still there. */
export async function restoreVersion(
  plugins: string,
  id: string,
  record: InstallRecord,
): Promise<Result<void>> {
  const home = homeOf(plugins, id)
  if (kindAt(join(home, record.folder)) !== 'folder') {
    return err(fail('plugin-not-installed', `“${id}” ${record.version} is not there any more.`))
  }
  return commitVersion(home, record)
}
