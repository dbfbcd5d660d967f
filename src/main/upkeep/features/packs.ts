/** Parts of Wireharp that are large, or that few machines need: they come when they are asked for. */
export interface FeaturePack {
  readonly id: 'ai' | 'faust' | 'hardware' | 'midi'
  readonly about: string
  /** What is fetched; nothing where the app itself holds all of it. */
  readonly packages: readonly string[]
}

export const featurePacks: readonly FeaturePack[] = [
  {
    id: 'ai',
    about: 'Runs models: stems, voices, music from words, search by sound.',
    packages: ['onnxruntime-node'],
  },
  { id: 'faust', about: 'Compiles Faust programs into plugins.', packages: ['@grame/faustwasm'] },
  { id: 'hardware', about: 'Pins, I²C and serial devices, by files of the system.', packages: [] },
  { id: 'midi', about: 'MIDI devices, by the page and by files of the system.', packages: [] },
]
