import { join } from 'node:path'
import type { ClipNodeInfo } from '#shared/contract'
import { err, fail, unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../../kit'
import { createSounds } from '../../sounds'
import { call, openClipStudio } from './clip-studio'

/** The model that is downloaded. */
export const DOWNLOADED = 'kills'

/**
 * Works on all that is asked of a home until it is killed, or until all of it is done: for tests that kill. It separates and generates
 * by nodes of a project, takes a folder into the library, and downloads a model.
 */
export async function killChild(home: string): Promise<void> {
  const studio = await openClipStudio(home, { models: join(home, 'models') })
  const { store, jobs, inference, library, models, projects, clips } = studio
  const noProject = () => err(fail('project-not-open', 'There is no project.'))
  const sounds = createSounds({
    ...{ store, jobs, inference, library, projects, clock: systemClock, log: silentLog },
    renderNode: () => Promise.resolve(noProject()),
    paths: { cache: join(home, 'cache') },
  })
  // As a person does: what was given up, because it was interrupted too often, is tried again.
  for (const { id, state } of unwrap(await jobs.service.list({ limit: 1000 }, call))) {
    if (state === 'failed') unwrap(await jobs.service.retry({ job: id }, call))
  }
  const opened = unwrap(await projects.open({ path: join(home, 'song/song.wireharp') }, call))
  const { project } = opened

  async function makeClips(): Promise<void> {
    const nodes: Record<string, ClipNodeInfo> = {}
    unwrap(await clips.run({ project }, call))
    process.stdout.write('up\n')
    for await (const event of clips.watch({ project }, call)) {
      Object.assign(nodes, event.nodes)
      const all = Object.values(nodes)
      const failed = all.find(node => node.state === 'failed')
      if (failed !== undefined) throw new Error(failed.failure?.message)
      if (all.every(node => node.state === 'done')) return
    }
  }

  async function fetchModel(): Promise<void> {
    const { state: present } = unwrap(await models.info(DOWNLOADED))
    if (present === 'ready') return
    unwrap(await models.service.consent({ model: DOWNLOADED }, call))
    const { id } = unwrap(await models.service.download({ model: DOWNLOADED }, call))
    await succeed(id)
  }

  async function takeFolder(): Promise<void> {
    const { id } = unwrap(await sounds.service.addFolder({ path: join(home, 'sounds') }, call))
    await succeed(id)
  }

  async function succeed(id: string): Promise<void> {
    const ended = unwrap(await jobs.ended(id))
    if (ended.state !== 'completed') throw new Error(`${ended.title}: ${ended.failure?.message}`)
  }

  await Promise.all([makeClips(), fetchModel(), takeFolder()])
  unwrap(await projects.save({ project }, call))
  const history = unwrap(await projects.history({ project }, call))
  const all = unwrap(await jobs.service.list({ limit: 1000 }, call))
  process.stdout.write(
    `${JSON.stringify({
      edits: history.map(({ label }) => label).toSorted(),
      jobs: all.map(job => [job.kind, job.state] as const),
    })}\n`,
  )
  sounds[Symbol.dispose]()
  await studio[Symbol.asyncDispose]()
}
