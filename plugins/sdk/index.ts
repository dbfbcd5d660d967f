export { definePlugin, effect, generator } from './define-plugin'
export type {
  NodeCode,
  NodeContext,
  NodeManifest,
  NodeSetup,
  PluginCode,
  PluginManifest,
  Quantum,
} from './define-plugin'
export { levelReader, seededNoise, toGain } from './dsp'
