import { create } from 'zustand'
import { ENRICH, enrichNamesSchema, toldSchema, type JobInfo, type Told } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { openDialog, useDialogs } from './dialogs'

/** An artist, or one of their albums. */
export interface MusicNames {
  readonly artist: string
  readonly album?: string | undefined
}

interface AboutState {
  readonly names: MusicNames | undefined
  /** The job that asks; its result is what is told. */
  readonly job: string | undefined
  /** Why there is none. */
  readonly failure: Failure | undefined
}

/** What the dialog tells of. */
export const useAboutMusic = create<AboutState>(() => ({
  names: undefined,
  job: undefined,
  failure: undefined,
}))

/** Asks whoever knows about music, and shows what comes of it. */
export async function askAboutMusic(names: MusicNames): Promise<void> {
  useAboutMusic.setState({ names, job: undefined, failure: undefined })
  openDialog('about-music')
  const { artist, album } = names
  const input = { artist, ...(album !== undefined && { album }) }
  const begun = await attempt(client().jobs.create({ kind: ENRICH, input, priority: 'high' }))
  if (useAboutMusic.getState().names !== names) return
  useAboutMusic.setState(begun.ok ? { job: begun.value.id } : { failure: begun.error })
}

export const hasKnowledge = ({ kind, state }: JobInfo): boolean =>
  kind === ENRICH && state === 'completed'

/** Shows what a job of before was told. */
export function showAboutMusic({ id, input }: JobInfo): void {
  const names = enrichNamesSchema.safeParse(input)
  if (!names.success) return
  useAboutMusic.setState({ names: names.data, job: id, failure: undefined })
  openDialog('about-music')
}

/** Whether the dialog is open and tells itself how a job ends. */
export function isShownWhileAsked({ id }: JobInfo): boolean {
  return useDialogs.getState().open === 'about-music' && useAboutMusic.getState().job === id
}

export function toldBy(job: JobInfo | undefined): Told | undefined {
  return job?.state === 'completed' ? toldSchema.safeParse(job.result).data : undefined
}
