import { join } from 'node:path'
import type { ClipsContract, ClipsEvent, ServiceOf } from '#shared/contract'
import type { NodeCatalog } from '#shared/graph'
import { eventStream, ok, type Result } from '#shared/kit'
import type { RenderParts } from '../exports'
import type { Inference } from '../inference'
import type { Jobs } from '../jobs'
import type { AppPaths, Log } from '../kit'
import type { LibraryService } from '../library'
import type { ProjectService } from '../project'
import type { SeparationService } from '../stems'
import type { ClipModels } from './clip-models'
import { ClipSession } from './clip-session'
import type { ClipWork } from './clip-work'
import type { EarlyClips } from './early-clips'
import { freezeKind } from './kinds/freeze-kind'
import { ownKind, type OwnWorks } from './kinds/own-kind'
import { pitchKind } from './kinds/pitch-kind'
import { voiceKind } from './kinds/voice-kind'
import { createMadeCache } from './made-cache'
import { WantedFile } from './wanted-file'
import { continueWork } from './works/continue'
import { freezeWork } from './works/freeze'
import { generateWork } from './works/generate'
import { ownWork } from './works/own'
import { pitchWork } from './works/pitch'
import { separateWork } from './works/separate'
import { speakWork } from './works/speak'
import { voiceWork } from './works/voice'
import { wordsWork } from './works/words'

export interface ClipsParts {
  readonly projects: Pick<ProjectService, 'opened' | 'edit' | 'events'>
  readonly library: Pick<LibraryService, 'decoded' | 'importPath'>
  readonly jobs: Pick<Jobs, 'create' | 'ended' | 'changed' | 'service' | 'register'>
  readonly inference: Pick<Inference, 'run'>
  readonly render: () => RenderParts
  readonly models: ClipModels
  /** The service that separates in place of this machine, where one was chosen. */
  readonly service?: () => SeparationService | undefined
  /** Works of plugins; left out where none run. */
  readonly own?: OwnWorks
  readonly catalog: () => NodeCatalog
  readonly early: EarlyClips
  readonly paths: Pick<AppPaths, 'data'>
  readonly log: Log
}

/** Edits of one gesture come quickly: how they leave the nodes is looked at once. */
const LOOK_MS = 20

/** Nodes that work as jobs; see `clipsContract`. */
export function createClips(parts: ClipsParts): Disposable & {
  readonly service: ServiceOf<ClipsContract>
  /** The nodes of a project that are being made, or wait for it. */
  making(project: string): ReadonlySet<string>
} {
  const { projects, library, jobs, inference, catalog, early, paths, log, models } = parts
  const media = join(paths.data, 'media', 'clips')
  using building = new DisposableStack()
  building.use(jobs.register(freezeKind(media, parts.render)))
  building.use(jobs.register(voiceKind(inference, media)))
  building.use(jobs.register(pitchKind(inference)))
  const { own } = parts
  if (own !== undefined) building.use(jobs.register(ownKind(inference, media, own)))
  const works: readonly ClipWork[] = [
    separateWork(library, models.separation, parts.service),
    freezeWork(media, catalog),
    voiceWork(library, models.voice),
    pitchWork(library),
    generateWork({ model: models.generation }),
    continueWork({ model: models.generation }),
    wordsWork(models.speech),
    speakWork(),
    ...(own === undefined ? [] : [ownWork(library, own)]),
  ]
  const shared = {
    ...{ projects, library, jobs, catalog, early, log },
    works: new Map(works.map(work => [work.id, work])),
    cache: createMadeCache(media),
  }
  const sessions = new Map<string, ClipSession>()
  const due = new Map<string, NodeJS.Timeout>()

  building.use(
    projects.events.on(({ project, event }) => {
      if (event.kind === 'closed') end(project)
      else if (event.kind !== 'saved') lookSoon(project)
    }),
  )
  // Somebody else would do the work now, or somebody can at last.
  building.use(
    models.changed.on(() => {
      for (const project of sessions.keys()) lookSoon(project)
    }),
  )
  building.use(early.changed.on(project => lookSoon(project)))
  building.defer(() => {
    for (const project of [...sessions.keys()]) end(project)
  })

  function lookSoon(project: string): void {
    if (!sessions.has(project) || due.has(project)) return
    const look = () => {
      due.delete(project)
      sessions.get(project)?.look()
    }
    due.set(project, setTimeout(look, LOOK_MS))
  }

  function end(project: string): void {
    clearTimeout(due.get(project))
    due.delete(project)
    sessions.get(project)?.[Symbol.dispose]()
    sessions.delete(project)
  }

  function sessionOf(project: string): Result<ClipSession> {
    const known = sessions.get(project)
    if (known !== undefined) return ok(known)
    const opened = projects.opened(project)
    if (!opened.ok) return opened
    const file = new WantedFile(join(media, 'wanted'), opened.value.document.id)
    const made = new ClipSession(project, shared, file)
    sessions.set(project, made)
    return ok(made)
  }

  const service: ServiceOf<ClipsContract> = {
    async run({ project, nodes }) {
      await models.known
      const session = sessionOf(project)
      if (!session.ok) return session
      const asked = await session.value.run(nodes)
      return asked.ok ? ok({ nodes: asked.value }) : asked
    },
    async cancel({ project, nodes }) {
      const session = sessionOf(project)
      return session.ok ? session.value.cancel(nodes) : session
    },
    async *watch({ project }, { signal }) {
      const session = sessionOf(project)
      if (!session.ok) return
      const { value } = session
      await Promise.all([value.ready, models.known])
      const first = (): ClipsEvent[] => [{ nodes: value.nodes, gone: [] }]
      yield* eventStream(value.events, signal, { first })
    },
  }
  const owned = building.move()
  const making = (project: string) => sessions.get(project)?.making ?? new Set<string>()
  return { service, making, [Symbol.dispose]: () => owned.dispose() }
}
