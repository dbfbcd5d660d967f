import { resolve } from 'node:path'
import type { JobInfo } from '#shared/contract'
import { z } from 'zod'
import { err, ok, type Result } from '#shared/kit'
import type { OpenLibrary } from '../../../../sounds'
import type { Io } from '../../io'
import { call, printJson, withLibrary } from './with-library'

const count = z.int()
const reportSchema = z.object({ added: count, known: count, failed: count, missing: count })

interface AddOptions {
  readonly folder: string
  readonly json?: boolean
}

/** `wireharp library add`: looks through a folder, here or in the app that is open, and waits for the end. */
export function add(io: Io, { folder, json }: AddOptions): Promise<number> {
  return withLibrary(
    io,
    library => lookThrough(io, library, resolve(folder)),
    job => {
      if (json === true) return printJson(io, job.result)
      const { added, known, failed, missing } = reportSchema.parse(job.result)
      io.out(`${added} sounds added, ${known} known already, ${missing} missing.`)
      if (failed > 0) io.err(`${failed} files could not be read: wireharp library failures`)
    },
    true,
  )
}

async function lookThrough(
  io: Io,
  { service, jobs }: OpenLibrary,
  path: string,
): Promise<Result<JobInfo>> {
  const added = await service.addFolder({ path }, call)
  if (!added.ok) return added
  using _progress = jobs.changed.on(({ id, stage }) => {
    if (id === added.value.id && stage !== undefined) io.status(stage)
  })
  const job = await jobs.ended(added.value.id)
  if (!job.ok) return job
  return job.value.failure === undefined ? ok(job.value) : err(job.value.failure)
}
