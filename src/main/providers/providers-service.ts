import type { ProviderKind } from '@wireharp/sdk'
import {
  TRANSCRIBE,
  type ProviderManifest,
  type ProvidersContract,
  type ServiceOf,
} from '#shared/contract'
import { err, fail, ok } from '#shared/kit'
import type { Jobs } from '../jobs'
import { appVersion, containedFile } from '../kit'
import type { ProjectSource } from '../library'
import type { ListedProvider, ProviderHub } from './provider-hub'

/** What the capability of a kind is called where services tell of themselves. */
export const capabilityNames: Readonly<Record<ProviderKind, string>> = {
  vad: 'vad',
  stt: 'speech-to-text',
  tts: 'text-to-speech',
  llm: 'language-model',
  embedding: 'embeddings',
  separation: 'stem-separation',
  generation: 'generation',
  knowledge: 'knowledge',
}

/** What providers of a kind take at most. */
const limits: Readonly<Record<ProviderKind, Readonly<Record<string, number>>>> = {
  vad: {},
  stt: {},
  tts: { characters: 5000 },
  llm: { messages: 200, characters: 100_000 },
  embedding: { components: 512 },
  separation: { stems: 4 },
  generation: { characters: 1000, seconds: 120 },
  knowledge: { passages: 50 },
}

/** Who can do what; see `providersContract`. */
export function createProvidersService({
  hub,
  jobs,
  projects,
}: {
  readonly hub: ProviderHub
  readonly jobs: Pick<Jobs, 'create'>
  readonly projects: ProjectSource
}): ServiceOf<ProvidersContract> {
  return {
    list: async () => ok(await Promise.all(hub.list().map(one => manifestOf(hub, one)))),
    async manifest({ kind, name }) {
      const found = hub.list().find(one => one.kind === kind && one.name === name)
      if (found !== undefined) return ok(await manifestOf(hub, found))
      return err(fail('provider-unknown', `There is no provider “${kind}/${name}”.`))
    },
    async transcribe({ project, asset: hash, language }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const asset = opened.value.document.assets[hash]
      if (asset === undefined) return err(fail('asset-missing', 'The project has no such sound.'))
      const file = await containedFile(opened.value.folder, asset.path)
      if (!file.ok) return err(fail('asset-missing', `${asset.path} is not there.`))
      const told = language === undefined ? {} : { language }
      const job = jobs.create(TRANSCRIBE, { path: file.value.path, name: asset.name, ...told })
      return job.ok ? ok({ id: job.value.id }) : job
    },
  }
}

export async function manifestOf(
  hub: Pick<ProviderHub, 'state'>,
  { kind, name, label, about, licence, models = [], plugin }: ListedProvider,
): Promise<ProviderManifest> {
  const state = await hub.state(kind, name)
  return {
    id: `${kind}/${name}`,
    name: label,
    version: appVersion(),
    capability: capabilityNames[kind],
    ...{ about, licence, models, plugin, limits: limits[kind] },
    available: state.ok,
    ...(!state.ok && { reason: state.error.message }),
  }
}
