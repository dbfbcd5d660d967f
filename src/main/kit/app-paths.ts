import { homedir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where Wireharp keeps what, all absolute. */
export interface AppPaths {
  readonly home: string
  /** Edit log, drafts, installed plugins: what must not be lost. */
  readonly data: string
  readonly config: string
  /** What can be made again: decoded sounds, peaks. */
  readonly cache: string
  readonly logs: string
  /** Where the user's projects go unless they choose otherwise. */
  readonly projects: string
}

/**
 * The folders of this user. WIREHARP_HOME puts all of them below one folder (portable use, tests); else the
 * XDG variables count on every system, and after them the system's own custom.
 */
export function appPaths(
  env: Readonly<Record<string, string | undefined>> = process.env,
): AppPaths {
  const all = env.WIREHARP_HOME
  if (all) {
    return {
      home: all,
      data: join(all, 'data'),
      config: join(all, 'config'),
      cache: join(all, 'cache'),
      logs: join(all, 'logs'),
      projects: join(all, 'Wireharp'),
    }
  }
  const home = firstOf(env.HOME, homedir())
  const custom = envPaths('wireharp', { suffix: '' })
  const posix = process.platform === 'linux'
  const below = (folder: string | undefined, byHome: string, otherwise: string): string =>
    folder ? join(folder, 'wireharp') : posix ? join(home, byHome, 'wireharp') : otherwise
  const data = below(env.XDG_DATA_HOME, '.local/share', custom.data)
  return {
    home,
    data,
    config: below(env.XDG_CONFIG_HOME, '.config', custom.config),
    cache: below(env.XDG_CACHE_HOME, '.cache', custom.cache),
    logs: join(data, 'logs'),
    projects: join(home, 'Wireharp'),
  }
}

/** An empty variable counts as one that is not set. */
function firstOf(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : value
}
