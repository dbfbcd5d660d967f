import { engineContract } from './engine'
import { exportsContract } from './exports'
import { libraryContract } from './library'
import { liveContract } from './live'
import { pluginsContract } from './plugins'
import { projectContract } from './project'
import { systemContract } from './system'
import { transportContract } from './transport'

/** Every service of the shell. One router serves it over a message port, a WebSocket and REST alike. */
export const contract = {
  project: projectContract,
  transport: transportContract,
  live: liveContract,
  engine: engineContract,
  plugins: pluginsContract,
  library: libraryContract,
  exports: exportsContract,
  system: systemContract,
}

export {
  decodeAudioBlock,
  decodeAudioRequest,
  encodeAudioBlock,
  encodeAudioRequest,
  type AudioBlock,
  type AudioRequest,
} from './audio-stream'
export type { EngineEvent, NodeTrouble } from './engine'
export {
  ditherSchema,
  exportDefaults,
  exportFormatSchema,
  exportSettingsSchema,
  loudnessTargetSchema,
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
export type { ImportedSound, Peaks } from './library'
export { liveInputSchema, type CapturedNote, type LiveEvent, type LiveInput } from './live'
export type { PluginInfo } from './plugins'
export type {
  HistoryEntry,
  ImportedMidi,
  ProjectEvent,
  ProjectState,
  RecentProject,
} from './project'
export type { FolderListing, SystemInfo } from './system'
export type { TransportState } from './transport'
export type { Call, ServiceOf } from './service'

export type ProjectContract = typeof projectContract
export type TransportContract = typeof transportContract
export type LiveContract = typeof liveContract
export type EngineContract = typeof engineContract
export type PluginsContract = typeof pluginsContract
export type LibraryContract = typeof libraryContract
export type ExportsContract = typeof exportsContract
export type SystemContract = typeof systemContract
