import { readFile } from 'node:fs/promises'
import { hostname, userInfo, homedir } from 'node:os'
import { join } from 'node:path'
import { rootFolder, type AppPaths } from '../../kit'
import type { Jobs } from '../../jobs'
import type { Private } from './redact'

/** Files that hold keys and tokens. They are not put in; what they hold is taken out of all else. */
const secretFiles = [
  'services.json',
  'language.json',
  'reviews.json',
  'registries.json',
  'reviewer.key',
]

/** What of this user and this machine must not leave it. */
export async function privateOf(
  paths: AppPaths,
  jobs: Pick<Jobs, 'service'> | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Private> {
  const files = await Promise.all(
    [paths.config, paths.data].flatMap(folder =>
      secretFiles.map(name => readFile(join(folder, name), 'utf8').catch(() => '')),
    ),
  )
  const inEnv = Object.entries(env).flatMap(([name, value]) =>
    /token|key|secret|passw/i.test(name) && value !== undefined && value.length >= 6 ? [value] : [],
  )
  return {
    folders: [
      [rootFolder(), '<app>'],
      [paths.data, '<data>'],
      [paths.config, '<config>'],
      [paths.cache, '<cache>'],
      [paths.logs, '<logs>'],
      [paths.projects, '<projects>'],
      [paths.home, '~'],
      [homedir(), '~'],
    ],
    names: [
      [hostname(), '<machine>'],
      [userOf(), '<user>'],
    ],
    secrets: [...files.flatMap(textsIn), ...inEnv, ...(await promptsIn(jobs))],
  }
}

/** All texts of a file of JSON that could be secrets; the whole of one that is none. */
function textsIn(file: string): readonly string[] {
  if (file === '') return []
  try {
    return stringsOf(JSON.parse(file)).filter(text => text.length >= 6)
  } catch {
    return file.split('\n').filter(line => line.length >= 6)
  }
}

/** What jobs were asked for in words: prompts, names of files and songs. */
async function promptsIn(jobs: Pick<Jobs, 'service'> | undefined): Promise<readonly string[]> {
  const signal = new AbortController().signal
  const list = await jobs?.service.list({ limit: 1000 }, { signal })
  if (list?.ok !== true) return []
  const words = list.value.flatMap(({ input, title }) => [title, ...stringsOf(input)])
  // Names of models and formats are single words, and tell something.
  return words.filter(text => /\s/.test(text) && text.length >= 8)
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsOf)
}

function userOf(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
