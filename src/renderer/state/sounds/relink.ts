import { create } from 'zustand'
import type { SoundFolderInfo, TrackRow } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../connection'
import { openDialog } from '../dialogs'
import { toast } from '../toasts'
import { refreshSounds } from './load'

/** A folder of the library, or the file of a sound, that is somewhere else now. */
interface Lost {
  readonly kind: 'folder' | 'track'
  readonly id: number
  /** Where it was. */
  readonly path: string
}

/** What the dialog `find-sound` asks for. */
export const useLostSound = create<{ readonly lost: Lost | undefined }>(() => ({
  lost: undefined,
}))

export function askWhereFolder({ id, path }: SoundFolderInfo): void {
  useLostSound.setState({ lost: { kind: 'folder', id, path } })
  openDialog('find-sound')
}

export function askWhereSound({ id, path }: TrackRow): void {
  useLostSound.setState({ lost: { kind: 'track', id, path } })
  openDialog('find-sound')
}

/** The folder lies elsewhere now: its sounds stay what they are. */
export async function moveSoundFolder(folder: number, path: string): Promise<Result<void>> {
  const moved = await attempt(client().sounds.moveFolder({ folder, path }))
  if (!moved.ok) return moved
  toast({ tone: 'done', text: `The sounds are looked for in ${path} now.` })
  await refreshSounds()
  return ok()
}

/** The file of a sound lies elsewhere now; it has to hold the same. */
export async function relinkSound(track: number, path: string): Promise<Result<void>> {
  const linked = await attempt(client().sounds.relink({ track, path }))
  if (!linked.ok) return linked
  toast({ tone: 'done', text: `“${linked.value.name}” is found.` })
  await refreshSounds()
  return ok()
}
