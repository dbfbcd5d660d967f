import { ChevronLeft, LibraryBig, ListMusic, SearchX } from 'lucide-react'
import { useEffect } from 'react'
import {
  findSimilar,
  openDialog,
  openSounds,
  showAllSounds,
  showPlaylist,
  useSounds,
  type SoundsView,
} from '../../state'
import { Button, EmptyState, FailureNote, IconButton, Menu } from '../../ui'
import { filterCount } from './facts'
import { FolderStatus } from './FolderStatus'
import { OrderMenu } from './OrderMenu'
import { PlaylistTitle } from './PlaylistTitle'
import { SearchBar } from './SearchBar'
import { TrackList } from './TrackList'

/** The user’s sounds: folders that were heard once, found by words, by facts and by ear. */
export function Library() {
  const view = useSounds(state => state.view)
  const failure = useSounds(state => state.failure)
  useEffect(openSounds, [])
  return (
    <section aria-label="Library" data-area="library" className="flex h-full flex-col bg-panel">
      <SearchBar />
      <ListHead view={view} />
      {failure !== undefined && (
        <div className="px-2 pb-2">
          <FailureNote message={failure.message} />
        </div>
      )}
      <Content />
      <FolderStatus />
    </section>
  )
}

function Content() {
  const total = useSounds(state => state.total)
  const isKnown = useSounds(state => state.isKnown)
  const isLoading = useSounds(state => state.isLoading)
  const folders = useSounds(state => state.folders.length)
  const isNarrow = useSounds(
    ({ text, filters, view }) => text !== '' || filterCount(filters) > 0 || view.kind !== 'all',
  )
  if (total > 0) return <TrackList />
  if (!isKnown || isLoading) return <div className="flex-1" />
  if (folders === 0) return <Begin />
  return (
    <div className="flex-1">
      <EmptyState icon={SearchX} title={isNarrow ? 'Nothing found' : 'No sounds yet'}>
        {isNarrow
          ? 'Try fewer letters or filters.'
          : 'The folders hold no WAV, FLAC, MP3 or OGG file, or are still being heard.'}
      </EmptyState>
      {isNarrow && <ByEar />}
    </div>
  )
}

/** Words were looked for in names; what a sound is like is another matter. */
function ByEar() {
  const text = useSounds(state => (state.view.kind === 'all' ? state.text.trim() : ''))
  const hasWords = useSounds(state =>
    state.status?.models.some(one => one.hasWords && !one.failure),
  )
  if (text === '') return undefined
  return (
    <div className="flex flex-col items-center gap-2 px-4 text-center text-xs text-soft">
      {hasWords === true ? (
        <Button
          data-testid="library-by-ear"
          onClick={() => void findSimilar({ kind: 'words', text }, text)}
        >
          Find what sounds like it
        </Button>
      ) : (
        <>
          <p>
            Names, folders and tags were searched. To find sounds by a description, such as “dark
            kick”, a model has to hear them.
          </p>
          <Button data-testid="library-by-ear" onClick={() => openDialog('models')}>
            Models…
          </Button>
        </>
      )}
    </div>
  )
}

function Begin() {
  return (
    <div className="flex-1">
      <EmptyState icon={LibraryBig} title="Your sounds, found by ear">
        Add a folder. Every sound in it is heard once: its tempo, key and loudness, and what it
        sounds like. Then search, listen with Space, find similar ones, and drag them onto the
        canvas or the timeline.
      </EmptyState>
      <div className="flex justify-center">
        <Button look="primary" data-testid="library-begin" onClick={() => openDialog('add-folder')}>
          Add a folder…
        </Button>
      </div>
    </div>
  )
}

function ListHead({ view }: { readonly view: SoundsView }) {
  const total = useSounds(state => state.total)
  const playlists = useSounds(state => state.playlists)
  return (
    <div className="flex h-7 shrink-0 items-center gap-1 border-b border-line pr-1 pl-2 text-xs text-soft">
      {view.kind === 'all' ? (
        <span className="flex-1 tabular-nums" role="status" data-testid="library-count">
          {total.toLocaleString('en')} {total === 1 ? 'sound' : 'sounds'}
        </span>
      ) : (
        <>
          <IconButton
            icon={ChevronLeft}
            size="small"
            label="Back to all sounds"
            data-testid="library-back"
            onClick={showAllSounds}
          />
          {view.kind === 'playlist' ? (
            <PlaylistTitle playlist={view.playlist} title={view.title} />
          ) : (
            <span className="min-w-0 flex-1 truncate" data-testid="library-title">
              {view.title}
            </span>
          )}
          <span className="shrink-0 text-faint tabular-nums">{total}</span>
        </>
      )}
      {view.kind === 'all' && <OrderMenu />}
      <Menu
        label="Playlists"
        entries={() =>
          playlists.length === 0
            ? [
                {
                  label: 'No playlists yet: “Play similar” makes one',
                  disabled: true,
                  run: () => {},
                },
              ]
            : playlists.map(({ id, name, tracks }) => ({
                label: name,
                note: String(tracks),
                run: () => void showPlaylist(id, name),
              }))
        }
        trigger={
          <button
            type="button"
            aria-label={`Playlists: ${playlists.length}`}
            title="Playlists"
            data-testid="library-playlists"
            className="inline-flex h-5 items-center gap-1 rounded px-1 text-soft tabular-nums hover:bg-control hover:text-text"
          >
            <ListMusic size={13} aria-hidden />
            {playlists.length}
          </button>
        }
      />
    </div>
  )
}
