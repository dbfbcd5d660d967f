import { auditionsContract } from './auditions'
import { clipsContract } from './clips'
import { codeContract } from './code'
import { engineContract } from './engine'
import { exportsContract } from './exports'
import { generationContract } from './generation'
import { jobsContract } from './jobs'
import { libraryContract } from './library'
import { liveContract } from './live'
import { marketplaceContract } from './marketplace'
export {
  marketSearchSchema,
  marketSortSchema,
  type MarketSearch,
  type MarketSort,
} from './market-search'
export type { PublishFacts } from './publishing'
import { modelsContract } from './models'
import { menuContract } from './menu'
import { permissionsContract } from './permissions'
import { pluginsContract } from './plugins'
import { dropsContract } from './drops'
import { prefsContract } from './prefs'
import { presetsContract } from './presets'
import { projectContract } from './project'
import { providersContract } from './providers'
import { recordingsContract } from './recordings'
import { reviewsContract } from './reviews'
import { servicesContract } from './services'
import { sensorsContract } from './sensors'
import { soundsContract } from './sounds'
import { stemsContract } from './stems'
import { systemContract } from './system'
import { toolsContract } from './tools'
import { transportContract } from './transport'
import { viewsContract } from './views'

/** Every service of the shell. One router serves it over a message port, a WebSocket and REST alike. */
export const contract = {
  project: projectContract,
  transport: transportContract,
  live: liveContract,
  engine: engineContract,
  plugins: pluginsContract,
  permissions: permissionsContract,
  library: libraryContract,
  recordings: recordingsContract,
  exports: exportsContract,
  jobs: jobsContract,
  stems: stemsContract,
  models: modelsContract,
  generation: generationContract,
  clips: clipsContract,
  code: codeContract,
  sounds: soundsContract,
  tools: toolsContract,
  sensors: sensorsContract,
  views: viewsContract,
  presets: presetsContract,
  system: systemContract,
  prefs: prefsContract,
  drops: dropsContract,
  marketplace: marketplaceContract,
  menu: menuContract,
  reviews: reviewsContract,
  auditions: auditionsContract,
  services: servicesContract,
  providers: providersContract,
}

export {
  decodeAudioBlock,
  decodeAudioPace,
  decodeAudioRequest,
  encodeAudioBlock,
  encodeAudioPace,
  encodeAudioRequest,
  type AudioBlock,
  type AudioPace,
  type AudioRequest,
} from './audio-stream'
export type { AuditionEvent } from './auditions'
export type { AiServiceInfo } from './services'
export {
  ENRICH,
  enrichNamesSchema,
  knowledgeSchema,
  MOST_SPOKEN,
  SPEAK,
  spokenTextSchema,
  toldSchema,
  TRANSCRIBE,
  transcriptSchema,
  type ProviderManifest,
  type SpokenText,
  type Told,
  type Transcript,
} from './providers'
export type { CodeMark, CodeMeaning, CodeOffer, CodeOfferDetails, CodePlace } from './code'
export type { ClipNodeInfo, ClipsEvent, ClipState, EarlyShape } from './clips'
export type { EngineEvent, NodeTrouble } from './engine'
export {
  ditherSchema,
  exportDefaults,
  exportFormatSchema,
  exportSettingsSchema,
  loudnessTargetSchema,
  exportRates,
  mp3Bitrates,
  wavFormats,
  type Dither,
  type ExportEvent,
  type ExportFormat,
  type ExportSettings,
  type LoudnessReport,
  type LoudnessTarget,
  type RenderReport,
  type Stems,
  type WavFormat,
  type WrittenFile,
} from './exports'
export {
  jobPrioritySchema,
  jobStateSchema,
  type JobEvent,
  type JobInfo,
  type JobLogLine,
  type JobPriority,
  type JobState,
} from './jobs'
export {
  GENERATE_MUSIC,
  generatedSoundSchema,
  generationInputSchema,
  MOST_PROMPT,
  MOST_SECONDS,
  type BegunGeneration,
  type GeneratedSound,
  type GenerationBackend,
  type GenerationInput,
} from './generation'
export {
  modelPurposeSchema,
  type AiState,
  type LicenseNotice,
  type ModelFileInfo,
  type ModelInfo,
  type ModelLicense,
  type ModelPurpose,
  type ModelState,
} from './models'
export type { ImportedSound, Peaks } from './library'
export {
  trustStateSchema,
  type AvailableUpdate,
  type CertificateBadge,
  type EnvironmentSnapshot,
  type FacetCount,
  type InstallPlan,
  type LockedPlugin,
  type MarketAction,
  type MarketCard,
  type MarketDependency,
  type MarketDetails,
  type MarketEvent,
  type MarketFacets,
  type MarketPage,
  type MarketQuestion,
  type MarketTask,
  type MarketVersion,
  type MissingPlugin,
  type PlannedStep,
  type Publisher,
  type RatingSummary,
  type RegistryInfo,
  type TrustState,
} from './marketplace'
export {
  LOOK_COUNT,
  LOOK_WINDOW,
  MOST_LOOKS,
  readLooks,
  type Look,
  type LookEvent,
  type LookSections,
} from './looks'
export { liveInputSchema, type CapturedNote, type LiveEvent, type LiveInput } from './live'
export {
  grantAnswerSchema,
  type AuditEntry,
  type Grant,
  type GrantAnswer,
  type PermissionAsk,
  type PermissionEvent,
} from './permissions'
export type {
  AskedPermission,
  CallTimes,
  Capability,
  CatalogueState,
  Contributions,
  InstanceStats,
  MeasureEvent,
  PluginCertificate,
  PluginDetails,
  PluginInfo,
  PluginInstance,
  PluginLogLine,
  PluginsChange,
  PluginState,
  PluginStats,
  PluginSystemStatus,
  SavedNodePlugin,
  WrittenPackage,
} from './plugins'
export {
  codeFileOf,
  scriptTemplateSchema,
  type ScriptSource,
  type ScriptTemplate,
  type WrittenScript,
} from './scripts'
export type {
  HistoryEntry,
  ImportedMidi,
  OpenProject,
  ProjectEvent,
  ProjectState,
  RecentProject,
  SharedBundle,
} from './project'
export type { LeftTake, RecordedSound } from './recordings'
export {
  likeSchema,
  soundFiltersSchema,
  soundSorts,
  trackTypeSchema,
  type EmbeddingModel,
  type FailedFile,
  type Like,
  type PlaylistInfo,
  type SimilarTrack,
  type SoundFilters,
  type SoundFolderInfo,
  type SoundFormatName,
  type SoundPreview,
  type SoundSort,
  type SoundsStatus,
  type TrackRow,
  type TrackType,
} from './sounds'
export type { Stem } from './stems'
export {
  MAX_REVIEW_LETTERS,
  RATING_PRIOR,
  type Rating,
  type Review,
  type ReviewsOf,
  type ReviewsServiceInfo,
  type SentReview,
} from './reviews'
export type { Reading, SensorInfo } from './sensors'
export type { DiagnosticsBundle, FolderListing, SystemInfo } from './system'
export type { ToolInfo } from './tools'
export type { NativeMenu, NativeMenuEntry } from './menu'
export {
  dropKindSchema,
  dropSchema,
  type DropKind,
  type DropOutcome,
  type DroppedPackage,
} from './drops'
export { MAX_PREFS_LETTERS, type PrefValues } from './prefs'
export type { Preset, PresetList } from './presets'
export type { PluginView } from './views'
export type { TransportState } from './transport'
export type { Call, ServiceOf } from './service'

export type ProjectContract = typeof projectContract
export type TransportContract = typeof transportContract
export type LiveContract = typeof liveContract
export type EngineContract = typeof engineContract
export type PermissionsContract = typeof permissionsContract
export type PluginsContract = typeof pluginsContract
export type StemsContract = typeof stemsContract
export type ModelsContract = typeof modelsContract
export type GenerationContract = typeof generationContract
export type SoundsContract = typeof soundsContract
export type JobsContract = typeof jobsContract
export type ClipsContract = typeof clipsContract
export type CodeContract = typeof codeContract
export type RecordingsContract = typeof recordingsContract
export type LibraryContract = typeof libraryContract
export type PresetsContract = typeof presetsContract
export type ViewsContract = typeof viewsContract
export type SensorsContract = typeof sensorsContract
export type ToolsContract = typeof toolsContract
export type ExportsContract = typeof exportsContract
export type SystemContract = typeof systemContract
export type DropsContract = typeof dropsContract
export type PrefsContract = typeof prefsContract
export type MenuContract = typeof menuContract
export type ReviewsContract = typeof reviewsContract
export type AuditionsContract = typeof auditionsContract
export type ServicesContract = typeof servicesContract
export type ProvidersContract = typeof providersContract
export type MarketplaceContract = typeof marketplaceContract
