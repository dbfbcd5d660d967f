import type { Like, SoundFolderInfo, TrackRow } from '#shared/contract'
import { err, ok, type Result } from '#shared/kit'
import { attempt } from '../../kit'
import { catalog } from '../catalog'
import { client } from '../connection'
import { placeSound, type SoundPlace } from '../place-sound'
import { setPrefs } from '../prefs'
import { graphNow, projectHandle, projectNow, settled } from '../project'
import { soundParam } from '../sound-param'
import { stillShown } from '../still-shown'
import { insertSound } from '../timeline'
import { toast, toastFailure } from '../toasts'
import { refreshSounds, showList, showPlaylist } from './load'
import { previewTrack } from './preview'
import { useSounds, type ShownTrack } from './store'

/** So many sounds are in a list of similar ones. */
const SIMILAR = 50
const PLAYED = 20

export function showLibrary(): void {
  setPrefs({ browser: true, left: 'library' })
}

/** Shows what sounds like something, the nearest first. */
export async function findSimilar(like: Like, title: string): Promise<void> {
  showLibrary()
  const found = await similarTo(like, SIMILAR)
  if (found.ok) showList({ kind: 'like', title: `Like “${title}”` }, found.value)
}

/** A playlist of what sounds like something, and plays it. */
export async function playSimilar(track: TrackRow): Promise<void> {
  const found = await similarTo({ kind: 'track', track: track.id }, PLAYED)
  if (!found.ok) return
  const name = `Like “${track.name}”`.slice(0, 200)
  const ids = [track.id, ...found.value.map(({ id }) => id)]
  const made = await attempt(client().sounds.addPlaylist({ name, tracks: ids }))
  if (!made.ok) return toastFailure(made.error)
  await refreshSounds()
  await showPlaylist(made.value.id, made.value.name)
  const [first, ...rest] = ids
  if (first !== undefined) void previewTrack(first, rest)
}

async function similarTo(like: Like, limit: number): Promise<Result<readonly ShownTrack[]>> {
  await settled()
  useSounds.setState({ isLoading: true })
  const found = await attempt(client().sounds.similar({ like, limit }))
  useSounds.setState({ isLoading: false })
  if (found.ok) return ok(found.value.rows)
  toastFailure(found.error)
  return err(found.error)
}

/** What a node plays, or gives, is looked for in the library. */
export function likeNode(node: string): { readonly like: Like; readonly title: string } {
  const project = projectHandle()
  const found = graphNow().nodes[node]
  const param = soundParam(node)
  const asset = param === undefined ? undefined : found?.params[param]
  const label = found?.label ?? catalog().get(found?.type ?? '')?.label ?? node
  if (typeof asset === 'string' && asset !== '') {
    const name = projectNow().assets[asset]?.name ?? label
    return { like: { kind: 'asset', project, asset }, title: name }
  }
  return { like: { kind: 'node', project, node }, title: label }
}

export async function findDuplicates(): Promise<void> {
  showLibrary()
  useSounds.setState({ isLoading: true })
  const groups = await attempt(client().sounds.duplicates({}))
  useSounds.setState({ isLoading: false })
  if (!groups.ok) return toastFailure(groups.error)
  showList({ kind: 'duplicates', title: 'Duplicates' }, groups.value.flat())
}

/** Takes a sound of the library to the canvas. */
export async function bringTrack(track: number, place: SoundPlace = {}): Promise<void> {
  const brought = await bring(track)
  if (brought.ok) placeSound(brought.value, place)
}

/** The same as a clip of the timeline. */
export async function bringClip(track: number, beat: number, onto?: string): Promise<void> {
  const brought = await bring(track)
  if (brought.ok) insertSound(brought.value, beat, onto)
}

async function bring(track: number) {
  const project = projectHandle()
  const brought = await attempt(client().sounds.bring({ project, track }))
  if (!brought.ok) {
    toastFailure(brought.error)
    return brought
  }
  const shown = stillShown(project)
  if (!shown.ok) {
    toastFailure(shown.error)
    return shown
  }
  for (const warning of brought.value.warnings) toast({ tone: 'info', text: warning })
  return ok(brought.value.asset)
}

export async function addSoundFolder(path: string): Promise<Result<void>> {
  const added = await attempt(client().sounds.addFolder({ path }))
  if (!added.ok) return added
  await refreshSounds()
  return ok()
}

export async function lookThrough({ path }: SoundFolderInfo): Promise<void> {
  const added = await addSoundFolder(path)
  if (!added.ok) toastFailure(added.error)
}

export async function removeSoundFolder({ id, path }: SoundFolderInfo): Promise<void> {
  const removed = await attempt(client().sounds.removeFolder({ folder: id }))
  if (!removed.ok) return toastFailure(removed.error)
  toast({
    tone: 'done',
    text: `${path} is no longer in the library. Its files are where they were.`,
  })
  await refreshSounds()
}

export async function removePlaylist(playlist: number): Promise<void> {
  const removed = await attempt(client().sounds.removePlaylist({ playlist }))
  if (!removed.ok) return toastFailure(removed.error)
  useSounds.setState({ view: { kind: 'all' } })
  await refreshSounds()
}

export async function renamePlaylist(playlist: number, name: string): Promise<void> {
  const renamed = await attempt(client().sounds.renamePlaylist({ playlist, name }))
  if (!renamed.ok) toastFailure(renamed.error)
}

/** Appends to a playlist, or begins a new one. */
export async function addToPlaylist(track: TrackRow, playlist?: number): Promise<void> {
  if (playlist === undefined) {
    const made = await attempt(
      client().sounds.addPlaylist({ name: track.name.slice(0, 200), tracks: [track.id] }),
    )
    if (!made.ok) return toastFailure(made.error)
    return refreshSounds()
  }
  const present = await attempt(client().sounds.playlistTracks({ playlist }))
  if (!present.ok) return toastFailure(present.error)
  const tracks = [...present.value.map(({ id }) => id), track.id]
  const set = await attempt(client().sounds.setPlaylist({ playlist, tracks }))
  if (!set.ok) return toastFailure(set.error)
  await refreshSounds()
}

/** Takes a row out of the playlist that is shown. */
export async function takeFromPlaylist(playlist: number, place: number): Promise<void> {
  const present = await attempt(client().sounds.playlistTracks({ playlist }))
  if (!present.ok) return toastFailure(present.error)
  const tracks = present.value.map(({ id }) => id).toSpliced(place, 1)
  const set = await attempt(client().sounds.setPlaylist({ playlist, tracks }))
  if (!set.ok) return toastFailure(set.error)
  await refreshSounds()
}
