import { join } from 'node:path'
import type { ServiceOf, Stem, StemsContract } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { Jobs } from '../jobs'
import type { AppPaths } from '../kit'
import type { LibraryService, ProjectSource } from '../library'
import { SEPARATE, separateKind, stemsSchema, type SeparationModel } from './separate-kind'
import { servedJob, servedStems, type SeparationService } from './served-stems'

export interface StemsParts {
  readonly jobs: Pick<Jobs, 'create' | 'register' | 'service'>
  readonly inference: Pick<Inference, 'run'>
  readonly projects: ProjectSource
  readonly library: Pick<LibraryService, 'decoded' | 'importPath'>
  readonly paths: Pick<AppPaths, 'data'>
  readonly model: () => SeparationModel | undefined
  /** The service that separates in place of this machine, where one was chosen. */
  readonly service?: () => SeparationService | undefined
}

/** Takes sounds of projects apart; see `stemsContract`. */
export function createStems(parts: StemsParts): Disposable & {
  readonly service: ServiceOf<StemsContract>
} {
  const { jobs, inference, projects, library, paths, model } = parts
  const registered = jobs.register(separateKind({ inference, media: join(paths.data, 'media') }))
  const serviceOf = (id: string) => (id === 'local' ? undefined : { id, isOnline: true })

  /** Lets a service do it, whose kind of job is there while it is known. */
  async function serve(
    by: SeparationService,
    path: string,
    folder: string,
  ): Promise<Result<{ readonly id: string }>> {
    const asked = await servedJob(by, { path, folder, into: 'four' })
    if (!asked.ok) return asked
    const job = jobs.create(asked.value.kind, asked.value.input)
    return job.ok ? ok({ id: job.value.id }) : job
  }

  const service: ServiceOf<StemsContract> = {
    async separate({ project, asset: hash, by: wanted }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const asset = opened.value.document.assets[hash]
      if (asset === undefined) return err(fail('asset-missing', 'The project has no such sound.'))
      const elsewhere = wanted === undefined ? parts.service?.() : serviceOf(wanted)
      if (elsewhere !== undefined) return serve(elsewhere, asset.path, opened.value.folder)
      const decoded = await library.decoded(asset, opened.value.folder)
      if (!decoded.ok) return decoded
      const { path, sampleRate, channels, frames } = decoded.value
      const sound = { path, sampleRate, channels, frames }
      const found = model()
      const by = found === undefined ? {} : { into: 'four', model: found }
      const job = jobs.create(SEPARATE, { sha256: hash, name: asset.name, sound, ...by })
      return job.ok ? ok({ id: job.value.id }) : job
    },
    async bring({ project, job: id }, call) {
      const job = await jobs.service.show({ job: id }, call)
      if (!job.ok) return job
      const files = stemsSchema.or(servedStems).safeParse(job.value.result)
      if (!files.success) return err(fail('job-state', `“${job.value.title}” has no stems yet.`))
      const stems: Stem[] = []
      for (const { name, path } of files.data.stems) {
        const imported = await library.importPath({ project, path }, call)
        if (!imported.ok) return imported
        stems.push({ name, asset: imported.value.asset })
      }
      return ok(stems)
    },
  }
  return { service, [Symbol.dispose]: () => registered[Symbol.dispose]() }
}
