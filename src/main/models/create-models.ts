import type { JobInfo, LicenseNotice, ModelInfo, ModelsContract, ServiceOf } from '#shared/contract'
import { Emitter, err, eventStream, fail, ok, type Result } from '#shared/kit'
import type { Project } from '#shared/graph'
import type { Jobs } from '../jobs'
import { DOWNLOAD, downloadInputSchema, downloadKind } from './download-kind'
import type { Patience } from './fetch-file'
import { ModelStore, type ModelStoreParts, type ReadyModel } from './model-store'
import type { PartDisk } from './part-file'

export interface ModelsParts extends ModelStoreParts {
  readonly jobs: Pick<Jobs, 'create' | 'register' | 'service' | 'changed'>
  /** The document of an open project. */
  readonly document?: (project: string) => Result<Project>
  readonly disk?: PartDisk
  readonly patience?: Patience
  /** Tells that other plugins are enabled now, or others of them have models. */
  readonly pluginsChanged?: Pick<Emitter<unknown>, 'on'>
}

export interface Models extends Disposable {
  readonly service: ServiceOf<ModelsContract>
  /** What a pipeline needs of a model, or what is to be done to have it. */
  ready(id: string): Promise<Result<ReadyModel>>
  info(id: string): Promise<Result<ModelInfo>>
  list(): Promise<readonly ModelInfo[]>
  /** Notes that a sound (SHA-256 of its file) was made with a model, for its licence. */
  made(sound: string, model: string): Promise<Result<void>>
  /** Notes that a plugin made a sound, where the licence of one of its models forbids commercial use. */
  madeByPlugin(plugin: string, sound: string): Promise<void>
}

const under: ReadonlySet<JobInfo['state']> = new Set([
  'pending',
  'processing',
  'paused',
  'interrupted',
])

/** Models: what there is, what is here, what comes and goes; see `modelsContract`. */
export function createModels(parts: ModelsParts): Models {
  const { jobs, document, disk, patience } = parts
  const store = new ModelStore(parts)
  const changes = new Emitter<void>()
  const registered = jobs.register(
    downloadKind({
      store,
      title: model => model,
      inUse: async () => inUse(await allJobs()),
      ...(disk && { disk }),
      ...(patience && { patience }),
    }),
  )
  const states = new Map<string, string>()
  const heard = jobs.changed.on(job => {
    if (job.kind !== DOWNLOAD || states.get(job.id) === job.state) return
    states.set(job.id, job.state)
    changes.emit()
  })

  const listening = parts.pluginsChanged?.on(() => changes.emit())

  async function allJobs(): Promise<readonly JobInfo[]> {
    const all = await jobs.service.list({ limit: 1000 }, { signal: new AbortController().signal })
    return all.ok ? all.value : []
  }

  function withJob(info: ModelInfo, all: readonly JobInfo[]): ModelInfo {
    const job = all.find(
      ({ kind, state, input }) =>
        kind === DOWNLOAD &&
        under.has(state) &&
        downloadInputSchema.safeParse(input).data?.model === info.id,
    )
    return job === undefined || info.state === 'ready'
      ? info
      : { ...info, state: 'downloading', job: job.id }
  }

  async function list(): Promise<readonly ModelInfo[]> {
    const all = await allJobs()
    return (await store.list()).map(info => withJob(info, all))
  }

  async function info(id: string): Promise<Result<ModelInfo>> {
    const found = await store.info(id)
    return found.ok ? ok(withJob(found.value, await allJobs())) : found
  }

  /** Does something to a model and tells how it is then. */
  async function change(
    id: string,
    work: (manifest: Parameters<ModelStore['consent']>[0]) => Promise<Result<void>>,
  ): Promise<Result<ModelInfo>> {
    const found = await store.find(id)
    if (!found.ok) return found
    const done = await work(found.value)
    changes.emit()
    return done.ok ? info(id) : done
  }

  const service: ServiceOf<ModelsContract> = {
    list: async () => ok(await list()),
    async *watch(_input, { signal }) {
      const events = new Emitter<readonly ModelInfo[]>()
      using _changed = changes.on(() => void list().then(all => events.emit(all)))
      const first = await list()
      yield* eventStream(events, signal, { first: () => [first] })
    },
    consent: ({ model }) => change(model, manifest => store.consent(manifest)),
    revoke: ({ model }) => change(model, () => store.revoke(model)),
    async download({ model }) {
      const found = await store.info(model)
      if (!found.ok) return found
      const allowed = await store.ai.allowed()
      if (!allowed.ok) return allowed
      const { strategy, consentedAt, title } = found.value
      if (strategy === 'download' && consentedAt === undefined) {
        return err(fail('download-consent-required', `Nobody agreed to download “${title}” yet.`))
      }
      const job = jobs.create(DOWNLOAD, { model })
      return job.ok ? ok({ id: job.value.id }) : job
    },
    remove: ({ model }) =>
      change(model, async manifest => {
        if (manifest.strategy === 'bundled') {
          const whose = manifest.purpose === 'plugin' ? 'its plugin' : 'the app'
          return err(fail('model-in-use', `“${manifest.title}” is a part of ${whose}.`))
        }
        const busy = inUse(await allJobs()).has(model)
        return busy
          ? err(fail('model-in-use', `A job works with “${manifest.title}”.`))
          : store.remove(manifest)
      }),
    verify: ({ model }) => change(model, manifest => store.verify(manifest)),
    ai: async () => ok(await store.ai.state()),
    async setAi({ on }) {
      const set = await store.ai.set(on)
      changes.emit()
      return set
    },
    async notices({ project }) {
      if (document === undefined) return ok([])
      const opened = document(project)
      if (!opened.ok) return opened
      return ok(await noticesOf(opened.value, await store.madeWith(), await store.list()))
    },
  }

  return {
    service,
    ready: id => store.ready(id),
    info,
    list,
    made: (sound, model) => store.made(sound, model),
    async madeByPlugin(plugin, sound) {
      const own = (await store.manifests()).find(
        ({ id, purpose, license }) =>
          purpose === 'plugin' && license.nonCommercial && id.startsWith(`${plugin}/`),
      )
      if (own !== undefined) await store.made(sound, own.id)
    },
    [Symbol.dispose]() {
      registered[Symbol.dispose]()
      heard[Symbol.dispose]()
      listening?.[Symbol.dispose]()
    },
  }
}

/** Models that jobs which run need, as their inputs name them. */
function inUse(all: readonly JobInfo[]): ReadonlySet<string> {
  const running = all.filter(({ state }) => state === 'processing')
  return new Set(
    running.flatMap(({ input }) =>
      typeof input === 'object' &&
      input !== null &&
      'model' in input &&
      typeof input.model === 'string'
        ? [input.model]
        : [],
    ),
  )
}

async function noticesOf(
  { assets, graph }: Project,
  made: Readonly<Record<string, string>>,
  all: readonly ModelInfo[],
): Promise<readonly LicenseNotice[]> {
  const nodes = Object.values(graph.nodes).map(node => ({
    id: node.id,
    text: JSON.stringify(node),
  }))
  return all
    .filter(({ license }) => license.nonCommercial)
    .map(({ id, license }) => {
      const sounds = Object.keys(assets).filter(hash => made[hash] === id)
      const through = nodes.filter(({ text }) => sounds.some(hash => text.includes(hash)))
      return { license, model: id, assets: sounds, nodes: through.map(node => node.id) }
    })
    .filter(({ assets: sounds }) => sounds.length > 0)
}
