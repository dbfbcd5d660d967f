import type { Socket } from 'node:net'
import type {
  AudioRequest,
  AuditionsContract,
  EngineContract,
  ClipsContract,
  CodeContract,
  DropsContract,
  ExportsContract,
  GenerationContract,
  JobsContract,
  LibraryContract,
  LiveContract,
  MarketplaceContract,
  MenuContract,
  ModelsContract,
  PermissionsContract,
  PluginsContract,
  PrefsContract,
  PresetsContract,
  ProjectContract,
  ProvidersContract,
  RecordingsContract,
  ReviewsContract,
  ServicesContract,
  SensorsContract,
  ServiceOf,
  SoundsContract,
  StemsContract,
  SystemContract,
  ToolsContract,
  TransportContract,
  ViewsContract,
} from '#shared/contract'

/** What the shell offers, a service a contract. The composition root builds it, the router serves it. */
export interface Services {
  readonly project: ServiceOf<ProjectContract>
  readonly transport: ServiceOf<TransportContract>
  readonly live: ServiceOf<LiveContract>
  readonly engine: ServiceOf<EngineContract>
  readonly plugins: ServiceOf<PluginsContract>
  readonly recordings: ServiceOf<RecordingsContract>
  readonly library: ServiceOf<LibraryContract>
  readonly exports: ServiceOf<ExportsContract>
  readonly jobs: ServiceOf<JobsContract>
  readonly stems: ServiceOf<StemsContract>
  readonly models: ServiceOf<ModelsContract>
  readonly generation: ServiceOf<GenerationContract>
  readonly clips: ServiceOf<ClipsContract>
  readonly code: ServiceOf<CodeContract>
  readonly sounds: ServiceOf<SoundsContract>
  readonly permissions: ServiceOf<PermissionsContract>
  readonly sensors: ServiceOf<SensorsContract>
  readonly presets: ServiceOf<PresetsContract>
  readonly views: ServiceOf<ViewsContract>
  readonly tools: ServiceOf<ToolsContract>
  readonly system: ServiceOf<SystemContract>
  readonly prefs: ServiceOf<PrefsContract>
  readonly drops: ServiceOf<DropsContract>
  readonly marketplace: ServiceOf<MarketplaceContract>
  readonly menu: ServiceOf<MenuContract>
  readonly reviews: ServiceOf<ReviewsContract>
  readonly providers: ServiceOf<ProvidersContract>
  readonly auditions: ServiceOf<AuditionsContract>
  readonly services: ServiceOf<ServicesContract>
}

/** Where a page gets its sound; see `audio-stream` of the contract for the messages. */
export interface AudioOutlet {
  /** Begins one page's audio connection: `send` gets the blocks that the listener asks for. */
  connect(send: (block: Uint8Array) => void): AudioListener
  /**
   * Takes the whole connection of a page over that was let in and not answered yet, and answers it, past this process;
   * false where that cannot be. `headers`: of its wish for a WebSocket.
   */
  adopt?(page: AdoptedPage, socket: Socket): boolean
}

export interface AdoptedPage {
  readonly headers: Readonly<Record<string, string>>
  readonly limits: {
    readonly audioRequestBytes: number
    readonly audioBlocks: number
    readonly audioBacklogBytes: number
    readonly pingMs: number
  }
}

/** One page's audio connection. Disposing it ends the connection; nothing is sent afterwards. */
export interface AudioListener extends Disposable {
  request(message: AudioRequest): void
}
