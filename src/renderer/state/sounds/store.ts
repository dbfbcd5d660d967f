import { create } from 'zustand'
import type {
  PlaylistInfo,
  SoundFilters,
  SoundFolderInfo,
  SoundSort,
  SoundsStatus,
  TrackRow,
} from '#shared/contract'
import type { Failure } from '#shared/kit'

/** What the list shows: the whole library as it is searched, or a list of its own. */
export type SoundsView =
  | { readonly kind: 'all' }
  | { readonly kind: 'like'; readonly title: string }
  | { readonly kind: 'playlist'; readonly title: string; readonly playlist: number }
  | { readonly kind: 'duplicates'; readonly title: string }

export type ShownTrack = TrackRow & { readonly likeness?: number }

export interface SoundsState {
  readonly view: SoundsView
  readonly text: string
  readonly filters: SoundFilters
  readonly sort: SoundSort
  readonly descending: boolean
  /** How many rows there are. Of a list of its own all are there, of the library those that were asked for. */
  readonly total: number
  readonly rows: ReadonlyMap<number, ShownTrack>
  /** Counts up when what was shown is shown no more. */
  readonly generation: number
  readonly isLoading: boolean
  readonly failure: Failure | undefined
  /** Index of the marked row; −1 for none. */
  readonly marked: number
  readonly folders: readonly SoundFolderInfo[]
  readonly playlists: readonly PlaylistInfo[]
  readonly status: SoundsStatus | undefined
  /** Whether folders and the status were asked for at all. */
  readonly isKnown: boolean
}

export const useSounds = create<SoundsState>(() => ({
  view: { kind: 'all' },
  text: '',
  filters: {},
  sort: 'name',
  descending: false,
  total: 0,
  rows: new Map(),
  generation: 0,
  isLoading: false,
  failure: undefined,
  marked: -1,
  folders: [],
  playlists: [],
  status: undefined,
  isKnown: false,
}))

/** The row that has the mark. */
export function markedTrack(): ShownTrack | undefined {
  const { rows, marked } = useSounds.getState()
  return rows.get(marked)
}

export function markTrack(index: number): void {
  const { total } = useSounds.getState()
  useSounds.setState({ marked: Math.max(-1, Math.min(total - 1, index)) })
}
