import {
  BookOpen,
  ChevronRight,
  FolderSearch,
  ListPlus,
  Pause,
  Play,
  RotateCcw,
  X,
} from 'lucide-react'
import { useState } from 'react'
import type { JobInfo, JobState } from '#shared/contract'
import { formatSpan } from '../../kit'
import {
  bringStems,
  bringTranscript,
  hasKnowledge,
  hasStems,
  hasTranscript,
  recoveryOf,
  revealJob,
  showAboutMusic,
  soundsOfJob,
  steerJob,
  type JobWish,
} from '../../state'
import { Button, classNames, IconButton, Progress } from '../../ui'
import { JobLog } from './JobLog'

const words: Readonly<Record<JobState, readonly [string, string]>> = {
  pending: ['Waiting', 'text-faint'],
  processing: ['Running', 'text-soft'],
  paused: ['Paused', 'text-warn'],
  interrupted: ['Interrupted; it goes on by itself', 'text-warn'],
  completed: ['Done', 'text-good'],
  failed: ['Failed', 'text-bad'],
  cancelled: ['Cancelled', 'text-faint'],
}

const wishes = {
  pause: [Pause, 'Pause'],
  resume: [Play, 'Go on'],
  retry: [RotateCcw, 'Try again'],
  cancel: [X, 'Cancel'],
} as const

const offers: Readonly<Record<JobState, readonly JobWish[]>> = {
  pending: ['pause', 'cancel'],
  processing: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  interrupted: ['cancel'],
  completed: [],
  failed: ['retry'],
  cancelled: ['retry'],
}

export function JobRow({ job }: { readonly job: JobInfo }) {
  const [open, setOpen] = useState(false)
  const { id, title, state, progress } = job
  const [, color] = words[state]
  const recovery = job.failure === undefined ? undefined : recoveryOf(job.failure.code)
  const isMoving = state === 'processing' || state === 'paused'
  return (
    <li data-testid="job" data-state={state} className="border-b border-line px-2 py-1">
      <div className="flex items-center gap-2">
        <IconButton
          icon={ChevronRight}
          size="small"
          label={open ? `Hide the log of ${title}` : `Show the log of ${title}`}
          aria-expanded={open}
          className={classNames(open && 'rotate-90')}
          onClick={() => setOpen(!open)}
        />
        <span className="w-64 min-w-0 shrink truncate text-sm" title={title}>
          {title}
        </span>
        <span className={classNames('min-w-0 flex-1 truncate text-xs', color)}>
          {sayingOf(job)}
        </span>
        {isMoving && (
          <>
            <span className="w-40 shrink-0">
              <Progress done={progress} label={`Progress of ${title}`} />
            </span>
            <span className="w-9 shrink-0 text-right text-xs text-soft tabular-nums">
              {Math.floor(progress * 100)} %
            </span>
          </>
        )}
        {recovery !== undefined && state === 'failed' && (
          <Button look="quiet" className="h-5 shrink-0 px-1.5" onClick={() => recovery.run()}>
            {recovery.label}
          </Button>
        )}
        <span className="flex w-12 shrink-0 justify-end">
          {hasStems(job) && (
            <IconButton
              icon={ListPlus}
              size="small"
              label={`Add to the graph: ${title}`}
              tip="Add to the graph"
              data-testid="job-bring"
              onClick={() => void bringStems(id)}
            />
          )}
          {hasTranscript(job) && (
            <IconButton
              icon={ListPlus}
              size="small"
              label={`Words to the timeline: ${title}`}
              tip="Words to the timeline"
              data-testid="job-bring"
              onClick={() => bringTranscript(job)}
            />
          )}
          {hasKnowledge(job) && (
            <IconButton
              icon={BookOpen}
              size="small"
              label={`Read it: ${title}`}
              tip="Read it"
              data-testid="job-read"
              onClick={() => showAboutMusic(job)}
            />
          )}
          {soundsOfJob(job) !== undefined && (
            <IconButton
              icon={FolderSearch}
              size="small"
              label={`Show in the library: ${title}`}
              tip="Show in the library"
              data-testid="job-reveal"
              onClick={() => void revealJob(job)}
            />
          )}
          {offers[state].map(wish => {
            const [icon, label] = wishes[wish]
            if (wish === 'retry' && job.retryable === false && state === 'failed') return undefined
            return (
              <IconButton
                key={wish}
                icon={icon}
                size="small"
                label={`${label}: ${title}`}
                tip={label}
                data-testid={`job-${wish}`}
                onClick={() => void steerJob(id, wish)}
              />
            )
          })}
        </span>
      </div>
      {open && <JobLog job={id} state={state} />}
    </li>
  )
}

function sayingOf({ state, stage, secondsLeft, failure, startedAt, endedAt }: JobInfo): string {
  const [word] = words[state]
  if (failure !== undefined) return failure.message
  if (state === 'completed' && startedAt !== undefined && endedAt !== undefined) {
    return `${word} in ${formatSpan((endedAt - startedAt) / 1000)}`
  }
  if (state !== 'processing') return word
  const left = secondsLeft === undefined ? undefined : `${formatSpan(secondsLeft)} left`
  return [stage ?? word, left].filter(part => part !== undefined).join(' · ')
}
