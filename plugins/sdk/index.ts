export {
  adaptClass,
  classTools,
  type ClassNodeDefinition,
  type ClassPlugin,
  type ClassPluginConstructor,
  type Values,
} from './class-plugin'
export type {
  BaseContext,
  PluginContext,
  PluginLog,
  PluginStorage,
  Reading,
  Readings,
} from './context'
export {
  definePlugin,
  type CodeOf,
  type DependencyCheck,
  type PluginCode,
  type PluginManifest,
} from './define-plugin'
export {
  biquad,
  delayLine,
  equalPower,
  levelReader,
  onePole,
  peak,
  rms,
  seededNoise,
  type Biquad,
  type BiquadShape,
  type DelayLine,
} from './dsp'
export {
  chordNotes,
  chords,
  frequencyToNote,
  noteName,
  noteToFrequency,
  parseNote,
  quantise,
  scales,
  triad,
  type ChordName,
  type ScaleName,
} from './music'
export {
  analyzer,
  effect,
  generator,
  type NodeCode,
  type NodeContext,
  type NodeManifest,
  type NodeSetup,
  type Quantum,
} from './nodes'
export {
  createProviderRegistry,
  DuplicatePluginError,
  get,
  providerKinds,
  register,
  type AudioClip,
  type ProviderFactories,
  type ProviderFactory,
  type ProviderKind,
  type ProviderRegistry,
  type Providers,
  type Span,
} from './providers'
export type {
  CallTools,
  Fetch,
  FetchReply,
  FetchRequest,
  GpioPins,
  MidiPorts,
  Models,
  ReadFiles,
  ReadProject,
  Right,
  RightMembers,
  SerialPorts,
  Tensor,
  WriteFiles,
  WriteProject,
} from './rights'
export { sensor, type SensorCode } from './sensors'
export { flag, number, text, tool, type ToolCode, type ToolInput } from './tools'
export {
  beatsToSeconds,
  clamp,
  mix,
  toDecibels,
  toFrames,
  toGain,
  toRatio,
  toSeconds,
  toSemitones,
} from './units'
