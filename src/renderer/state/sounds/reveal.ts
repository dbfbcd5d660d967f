import type { JobInfo } from '#shared/contract'
import { attempt } from '../../kit'
import { client } from '../connection'
import { toastFailure } from '../toasts'
import { showLibrary } from './actions'
import { filterSounds, refreshSounds } from './load'
import { useSounds } from './store'

/** Where the sounds of a job are in the library: a folder of it, and words that only they have. */
export interface SoundPlace {
  readonly folder: string
  readonly text: string
}

const DEEPEST = 4
const sound = /\.(wav|flac|mp3|ogg|opus)$/i

/** Undefined where it has made no sounds, or is not done. Of a folder that was looked through it is that folder. */
export function soundsOfJob({ kind, state, input, result }: JobInfo): SoundPlace | undefined {
  if (state !== 'completed') return undefined
  if (kind === 'library/import') {
    const path = isObject(input) && 'path' in input ? input.path : ''
    return typeof path === 'string' && path !== '' ? { folder: path, text: '' } : undefined
  }
  const [path] = soundPaths(result, 0)
  if (path === undefined) return undefined
  // What jobs make lies in `media/<kind>`, each by itself or in a folder of its own.
  const made = /^(.*[/\\]media[/\\][^/\\]+)[/\\]([^/\\]+)/.exec(path)
  const [, folder = '', name = ''] = made ?? /^(.*)[/\\]([^/\\]+)$/.exec(path) ?? []
  return folder === '' ? undefined : { folder, text: name.replace(sound, '') }
}

/** Takes the folder of what a job has made into the library, and shows what it has made. */
export async function revealJob(job: JobInfo): Promise<void> {
  const place = soundsOfJob(job)
  if (place === undefined) return
  showLibrary()
  const { folders } = useSounds.getState()
  if (job.kind !== 'library/import' || !folders.some(({ path }) => path === place.folder)) {
    const added = await attempt(client().sounds.addFolder({ path: place.folder }))
    if (!added.ok) return toastFailure(added.error)
  }
  await refreshSounds()
  const folder = useSounds.getState().folders.find(({ path }) => path === place.folder)?.id
  useSounds.setState({ text: place.text })
  filterSounds(folder === undefined ? {} : { folder })
}

function soundPaths(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return sound.test(value) && /[/\\]/.test(value) ? [value] : []
  if (!isObject(value) || depth === DEEPEST) return []
  const inner: readonly unknown[] = Object.values(value)
  return inner.flatMap(one => soundPaths(one, depth + 1))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
