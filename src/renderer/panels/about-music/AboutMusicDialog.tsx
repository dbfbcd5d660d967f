import type { Told } from '#shared/contract'
import {
  askAboutMusic,
  closeDialog,
  recoveryOf,
  searchSounds,
  setPrefs,
  steerJob,
  toldBy,
  useAboutMusic,
  useJobs,
} from '../../state'
import { Button, Dialog, FailureNote, Progress } from '../../ui'

/** What a language model tells of an artist or an album. */
export function AboutMusicDialog() {
  const { names, job: id, failure } = useAboutMusic()
  const job = useJobs(({ jobs }) => jobs.find(other => other.id === id))
  if (names === undefined) return undefined
  const { artist, album } = names
  const told = toldBy(job)
  const failed = failure ?? (job?.state === 'failed' ? job.failure : undefined)
  const recovery = failed && recoveryOf(failed.code)
  const again = () => void askAboutMusic(names)
  return (
    <Dialog
      title={album ?? artist}
      description={album === undefined ? 'Artist' : `Album by ${artist}`}
      testId="about-music"
      onClose={closeDialog}
    >
      {album !== undefined && <p className="pb-3 text-xs text-soft">Album by {artist}</p>}
      {told !== undefined && <Knowledge told={told} />}
      {failed !== undefined && (
        <FailureNote message={failed.message} testId="about-failure">
          <div className="flex gap-2">
            <Button className="h-6 px-2" onClick={again}>
              Try again
            </Button>
            {recovery !== undefined && (
              <Button look="quiet" className="h-6 px-2" onClick={() => recovery.run()}>
                {recovery.label}
              </Button>
            )}
          </div>
        </FailureNote>
      )}
      {job?.state === 'cancelled' && (
        <div className="flex items-center justify-between text-sm text-soft">
          It was cancelled.
          <Button className="h-6 px-2" onClick={again}>
            Ask again
          </Button>
        </div>
      )}
      {told === undefined && failed === undefined && job?.state !== 'cancelled' && (
        <div className="flex items-center gap-3 py-2 text-sm text-soft">
          <span className="shrink-0">Asking…</span>
          <Progress done={undefined} label={`Asking about ${album ?? artist}`} />
          {id !== undefined && (
            <Button look="quiet" className="h-6 px-2" onClick={() => void steerJob(id, 'cancel')}>
              Cancel
            </Button>
          )}
        </div>
      )}
    </Dialog>
  )
}

function Knowledge({ told }: { readonly told: Told }) {
  const { summary, genres, moods, similar, year, by } = told
  return (
    <div className="flex flex-col gap-4 text-sm" data-testid="about-told">
      <p className="break-words text-text select-text">{summary}</p>
      <dl className="grid grid-cols-[5rem_1fr] gap-x-3 gap-y-1.5 text-xs">
        {year !== undefined && <Fact name="Year">{String(year)}</Fact>}
        {genres.length > 0 && <Fact name="Genres">{genres.join(', ')}</Fact>}
        {moods.length > 0 && <Fact name="Moods">{moods.join(', ')}</Fact>}
      </dl>
      {similar.length > 0 && (
        <div>
          <p className="pb-1.5 text-xs text-soft">Similar: look for them in the library</p>
          <div className="flex flex-wrap gap-1.5">
            {similar.map(name => (
              <Button
                key={name}
                className="h-6 max-w-full px-2 text-xs"
                onClick={() => lookFor(name)}
              >
                <span className="truncate">{name}</span>
              </Button>
            ))}
          </div>
        </div>
      )}
      <p className="border-t border-line pt-2 text-xs text-faint">
        {by === undefined ? 'Told by a language model' : `Told by ${by}`}, which may be wrong in all
        of it. Kept for a month.
      </p>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words text-text select-text">{children}</dd>
    </>
  )
}

function lookFor(name: string): void {
  setPrefs({ browser: true, left: 'library' })
  searchSounds(name)
  closeDialog()
}
