import type { SoundFilters, SoundSort } from '#shared/contract'
import { attempt } from '../../kit'
import { client } from '../connection'
import { watch } from '../watch'
import { useSounds, type ShownTrack, type SoundsView } from './store'

/** Rows that are asked for at once. */
export const PAGE = 100
/** Typing: so long after the last letter it is searched, in milliseconds. */
const TYPING_MS = 120

const asked = new Set<number>()
let timer: ReturnType<typeof setTimeout> | undefined
let isFollowed = false

/** Begins to show the library; to be called when its panel opens. */
export function openSounds(): void {
  if (isFollowed) return
  isFollowed = true
  void watch(
    () => client().sounds.watch(),
    () => void refreshSounds(),
  )
}

/** Folders, lists and what is shown, as they are now. */
export async function refreshSounds(): Promise<void> {
  const [folders, playlists, status] = await Promise.all([
    attempt(client().sounds.folders()),
    attempt(client().sounds.playlists()),
    attempt(client().sounds.status()),
  ])
  useSounds.setState(state => ({
    folders: folders.ok ? folders.value : state.folders,
    playlists: playlists.ok ? playlists.value : state.playlists,
    status: status.ok ? status.value : state.status,
    isKnown: true,
  }))
  const { view } = useSounds.getState()
  if (view.kind === 'all') await reload(true)
  else if (view.kind === 'playlist') await showPlaylist(view.playlist, view.title)
}

export function searchSounds(text: string): void {
  useSounds.setState({ text, view: { kind: 'all' }, marked: -1 })
  clearTimeout(timer)
  timer = setTimeout(() => void reload(), TYPING_MS)
}

export function filterSounds(filters: SoundFilters): void {
  useSounds.setState({ filters, view: { kind: 'all' }, marked: -1 })
  void reload()
}

/** The same order again turns it around. */
export function sortSounds(sort: SoundSort): void {
  const { sort: before, descending } = useSounds.getState()
  useSounds.setState({ sort, descending: sort === before ? !descending : false, marked: -1 })
  void reload()
}

export function showAllSounds(): void {
  useSounds.setState({ view: { kind: 'all' }, marked: -1 })
  void reload()
}

/** Sees to it that a row of the library is there; what is there or on its way is not asked for again. */
export function needRow(index: number): void {
  const { rows, view } = useSounds.getState()
  const page = Math.floor(index / PAGE)
  if (view.kind !== 'all' || rows.has(index) || asked.has(page)) return
  asked.add(page)
  void loadPage(page, useSounds.getState().generation)
}

/** @param keep what is there stays until the new is */
async function reload(keep = false): Promise<void> {
  asked.clear()
  const generation = useSounds.getState().generation + 1
  useSounds.setState({ generation, isLoading: true, ...(!keep && { rows: new Map() }) })
  asked.add(0)
  await loadPage(0, generation, true)
}

async function loadPage(page: number, generation: number, isFirst = false): Promise<void> {
  const { text, filters, sort, descending } = useSounds.getState()
  const offset = page * PAGE
  const found = await attempt(
    client().sounds.search({ text, filters, sort, descending, offset, limit: PAGE }),
  )
  const state = useSounds.getState()
  if (state.generation !== generation || state.view.kind !== 'all') return
  if (!found.ok) {
    asked.delete(page)
    return useSounds.setState({ failure: found.error, isLoading: false })
  }
  const rows = new Map(isFirst ? [] : state.rows)
  for (const [index, row] of found.value.rows.entries()) rows.set(offset + index, row)
  useSounds.setState({ rows, total: found.value.total, failure: undefined, isLoading: false })
}

function titleOf(view: SoundsView): string | undefined {
  return view.kind === 'all' ? undefined : view.title
}

/** Shows a list of its own. */
export function showList(view: SoundsView, list: readonly ShownTrack[]): void {
  useSounds.setState(({ generation, view: before, marked }) => ({
    view,
    rows: new Map(list.entries()),
    total: list.length,
    marked: view.kind === before.kind && titleOf(view) === titleOf(before) ? marked : -1,
    generation: generation + 1,
    isLoading: false,
    failure: undefined,
  }))
}

export async function showPlaylist(playlist: number, title: string): Promise<void> {
  const tracks = await attempt(client().sounds.playlistTracks({ playlist }))
  if (!tracks.ok) return useSounds.setState({ failure: tracks.error })
  showList({ kind: 'playlist', playlist, title }, tracks.value)
}
