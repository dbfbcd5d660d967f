import { FolderOpen, MoreHorizontal, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { FailedFile, SoundFolderInfo } from '#shared/contract'
import { attempt } from '../../kit'
import { lastPart } from './facts'
import {
  askWhereFolder,
  client,
  filterSounds,
  lookThrough,
  removeSoundFolder,
  steerJob,
  useJobs,
  useSounds,
} from '../../state'
import { IconButton, Menu, Popover, Progress } from '../../ui'

/** The folders, and how far the jobs that look through them are. */
export function FolderStatus() {
  const folders = useSounds(state => state.folders)
  if (folders.length === 0) return undefined
  return (
    <ul
      aria-label="Folders"
      className="max-h-40 shrink-0 overflow-y-auto border-t border-line py-1 text-xs"
    >
      {folders.map(folder => (
        <Folder key={folder.id} folder={folder} />
      ))}
    </ul>
  )
}

function Folder({ folder }: { readonly folder: SoundFolderInfo }) {
  const { id, path, files, missing, failed } = folder
  const name = lastPart(path)
  return (
    <li className="px-2 py-0.5" data-testid={`library-folder-${name}`}>
      <div className="flex h-6 items-center gap-2">
        <FolderOpen size={13} aria-hidden className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate text-soft" title={path}>
          {name}
        </span>
        {failed > 0 && <Failures folder={id} count={failed} />}
        {missing > 0 && (
          <button
            type="button"
            className="shrink-0 rounded text-warn tabular-nums hover:underline"
            onClick={() => filterSounds({ folder: id, missing: true })}
          >
            {missing} missing
          </button>
        )}
        <span className="shrink-0 text-faint tabular-nums">{files.toLocaleString('en')}</span>
        <Menu
          label={`Folder ${name}`}
          entries={() => [
            { label: 'Show only this folder', run: () => filterSounds({ folder: id }) },
            { label: 'Look through it again', run: () => void lookThrough(folder) },
            {
              label: 'It has moved…',
              run: () => askWhereFolder(folder),
              testId: 'folder-moved',
            },
            'rule',
            {
              label: 'Remove from the library',
              danger: true,
              run: () => void removeSoundFolder(folder),
            },
          ]}
          trigger={
            <button
              type="button"
              aria-label={`Folder ${name}: more`}
              className="inline-flex size-5 shrink-0 items-center justify-center rounded text-soft hover:bg-control"
            >
              <MoreHorizontal size={13} aria-hidden />
            </button>
          }
        />
      </div>
      <FolderJob folder={folder} />
    </li>
  )
}

function FolderJob({ folder }: { readonly folder: SoundFolderInfo }) {
  const job = useJobs(state => state.jobs.find(({ id }) => id === folder.job))
  if (job === undefined) return undefined
  const { state, progress, stage } = job
  if (state !== 'processing' && state !== 'pending' && state !== 'paused') return undefined
  const isPaused = state === 'paused'
  return (
    <div className="flex items-center gap-2 pb-1" data-testid="library-job">
      <div className="min-w-0 flex-1">
        <Progress done={progress === 0 ? undefined : progress} label={job.title} />
        <p className="truncate pt-0.5 text-faint tabular-nums">
          {isPaused ? 'Paused' : (stage ?? 'Waiting')}
        </p>
      </div>
      <IconButton
        icon={isPaused ? Play : Pause}
        size="small"
        label={isPaused ? 'Go on' : 'Pause'}
        onClick={() => void steerJob(job.id, isPaused ? 'resume' : 'pause')}
      />
      <IconButton
        icon={X}
        size="small"
        label="Cancel"
        onClick={() => void steerJob(job.id, 'cancel')}
      />
    </div>
  )
}

/** Files that could not be read, with the reason of each. */
function Failures({ folder, count }: { readonly folder: number; readonly count: number }) {
  const [files, setFiles] = useState<readonly FailedFile[]>()

  function onOpenChange(open: boolean): void {
    if (!open) return setFiles(undefined)
    setFiles([])
    void attempt(client().sounds.failures({ folder })).then(answer => {
      if (answer.ok) setFiles(answer.value)
    })
  }

  return (
    <Popover
      label="Files that could not be read"
      testId="library-failures"
      align="start"
      open={files !== undefined}
      onOpenChange={onOpenChange}
      trigger={
        <button
          type="button"
          data-testid="library-failed"
          className="shrink-0 rounded text-bad tabular-nums hover:underline"
        >
          {count} not read
        </button>
      }
    >
      <ul className="max-h-72 overflow-y-auto p-2 text-xs" aria-label="Files">
        {files?.map(({ path, failure }) => (
          <li key={path} className="py-1">
            <p className="truncate font-medium text-text" title={path}>
              {lastPart(path)}
            </p>
            <p className="text-soft">{failure.message}</p>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
