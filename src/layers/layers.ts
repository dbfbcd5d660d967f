/**
 * Who may import whom, as folders of the repository. A trailing `/*` stands for each folder in that place,
 * every one a layer of its own, so that they cannot see one another. `allow` names the layers (or all layers
 * below a folder) whose door, their index.ts, may be used; `doors` are the further files that others may
 * enter by. `shared/kit` is open to all.
 */
export interface Layer {
  readonly from: string
  readonly allow: readonly string[]
  readonly doors?: readonly string[]
}

/** A package that only these layers may import. */
export interface PackageRule {
  readonly name: string
  readonly only: readonly string[]
}

export interface LayerTable {
  readonly layers: readonly Layer[]
  readonly packages: readonly PackageRule[]
}

const kit = 'src/main/kit'
const store = 'src/main/store'
/** Writers of sound files, for the engine's process, and the projects within. */
const soundFiles = 'src/main/sound-files'
/** Services speak in the contracts' types, and edit the shared graph. */
const shared = 'src/shared'

const services = [
  'src/main/project',
  'src/main/engine',
  'src/main/plugins',
  'src/main/policy',
  'src/main/upkeep',
  'src/main/presets',
  'src/main/plugin-host',
  'src/main/grants',
  'src/main/tools',
  'src/main/sensors',
  'src/main/jobs',
  'src/main/inference',
  'src/main/stems',
  'src/main/models',
  'src/main/generation',
  'src/main/clips',
  'src/main/code',
  'src/main/embeddings',
  'src/main/library',
  'src/main/sounds',
  'src/main/playback',
  'src/main/recordings',
  'src/main/exports',
  'src/main/marketplace',
  'src/main/system',
  'src/main/prefs',
  'src/main/drops',
  'src/main/menu',
  'src/main/reviews',
  'src/main/auditions',
  'src/main/services',
  'src/main/providers',
]

const common: readonly Layer[] = [
  { from: 'src/shared/kit', allow: [] },
  { from: 'src/shared/graph', allow: [] },
  { from: 'src/shared/embedded', allow: [] },
  { from: 'src/shared/contract', allow: ['src/shared/graph'] },
]

const main: readonly Layer[] = [
  {
    from: 'src/main/index.ts',
    allow: ['src/main/shell/electron', 'src/main/studio.ts', kit, shared],
  },
  { from: 'src/main/market-thread.ts', allow: ['src/main/serve-market-thread.ts'] },
  {
    from: 'src/main/serve-market-thread.ts',
    allow: ['src/main/marketplace', 'src/main/tools', kit, shared],
  },
  { from: 'src/main/studio.ts', allow: [...services, store, 'src/main/api', kit, shared] },
  {
    from: 'src/main/shell/*',
    allow: [...services, 'src/main/shell', 'src/main/studio.ts', 'src/main/api', kit, shared],
  },
  {
    from: 'src/main/shell/electron',
    allow: ['src/main/shell', 'src/main/studio.ts', 'src/main/api', 'src/main/menu', kit, shared],
  },
  { from: 'src/main/api', allow: [...services, kit, shared] },
  { from: kit, allow: [shared] },
  { from: store, allow: [kit, shared] },
  { from: soundFiles, allow: [kit, shared] },
  { from: 'src/main/project', allow: [kit, soundFiles, store, shared] },
  {
    from: 'src/main/engine',
    allow: [kit, soundFiles, 'src/main/sandbox', shared],
    doors: [
      'src/main/engine/client/index.ts',
      'src/main/engine/host/index.ts',
      // Kernels without an engine: whoever analyses sounds must not load isolated-vm.
      'src/main/engine/kernels/index.ts',
      'src/main/engine/render/kernel-module.ts',
    ],
  },
  {
    from: 'src/main/sandbox',
    allow: [kit, 'plugins/sdk', shared],
    // The shell must not load isolated-vm.
    doors: ['src/main/sandbox/last-words.ts', 'src/main/sandbox/check-wasm.ts'],
  },
  {
    from: 'src/main/plugins',
    allow: [kit, store, 'src/main/sandbox', 'src/main/engine', 'src/main/policy', shared],
    // The bundler and npm's own code are loaded by whoever packs and installs.
    doors: ['src/main/plugins/packages/index.ts', 'src/main/plugins/packages/staging.ts'],
  },
  {
    from: 'src/main/plugin-host',
    allow: [kit, 'src/main/sandbox', shared],
    doors: ['src/main/plugin-host/host/index.ts'],
  },
  { from: 'src/main/policy', allow: [kit, shared] },
  { from: 'src/main/grants', allow: [kit, 'src/main/policy', shared] },
  { from: 'src/main/presets', allow: [kit, shared] },
  {
    from: 'src/main/tools',
    allow: [
      kit,
      'src/main/grants',
      'src/main/inference',
      'src/main/plugin-host',
      'src/main/plugins',
      'src/main/policy',
      soundFiles,
      shared,
    ],
  },
  { from: 'src/main/sensors', allow: [kit, 'src/main/tools', 'src/main/plugins', shared] },
  {
    from: 'src/main/playback',
    allow: [
      kit,
      'src/main/engine',
      'src/main/library',
      'src/main/plugins',
      'src/main/project',
      shared,
    ],
  },
  {
    from: 'src/main/recordings',
    allow: [kit, soundFiles, 'src/main/library', 'src/main/project', shared],
  },
  {
    from: 'src/main/exports',
    allow: [
      kit,
      soundFiles,
      'src/main/engine',
      'src/main/library',
      'src/main/playback',
      'src/main/plugins',
      'src/main/project',
      shared,
    ],
  },
  { from: 'src/main/jobs', allow: [kit, store, shared] },
  {
    from: 'src/main/inference',
    // Its own process decodes what the library has not seen yet, and hears it by the kernels.
    allow: [kit, soundFiles, 'src/main/engine', 'src/main/jobs', 'src/main/library', shared],
    doors: ['src/main/inference/client/index.ts', 'src/main/inference/host/index.ts'],
  },
  {
    from: 'src/main/stems',
    allow: [
      kit,
      'src/main/inference',
      'src/main/jobs',
      'src/main/library',
      'src/main/project',
      shared,
    ],
  },
  { from: 'src/main/models', allow: [kit, 'src/main/jobs', shared] },
  {
    from: 'src/main/generation',
    allow: [kit, 'src/main/inference', 'src/main/jobs', 'src/main/models', shared],
  },
  {
    from: 'src/main/clips',
    allow: [
      kit,
      'src/main/exports',
      'src/main/inference',
      'src/main/jobs',
      'src/main/library',
      'src/main/models',
      'src/main/plugins',
      'src/main/project',
      'src/main/sound-files',
      'src/main/stems',
      shared,
    ],
  },
  { from: 'src/main/code', allow: [kit, shared] },
  {
    from: 'src/main/embeddings',
    allow: [kit, 'src/main/inference', 'src/main/library', 'src/main/models', shared],
  },
  {
    from: 'src/main/marketplace',
    allow: [kit, store, 'src/main/plugins', 'src/main/policy', shared],
    // The command line's, which does not mind loading npm's own code, and that of the app's thread for it.
    doors: ['src/main/marketplace/open-market.ts', 'src/main/marketplace/thread/serve-market.ts'],
  },
  {
    from: 'src/main/library',
    allow: [kit, store, 'src/main/jobs', shared],
    doors: ['src/main/library/decode.ts'],
  },
  {
    from: 'src/main/sounds',
    allow: [
      kit,
      store,
      'src/main/engine',
      'src/main/inference',
      'src/main/jobs',
      'src/main/library',
      'src/main/project',
      shared,
    ],
  },
  { from: 'src/main/system', allow: [kit, store, shared] },
  { from: 'src/main/prefs', allow: [kit, shared] },
  {
    from: 'src/main/drops',
    allow: [kit, 'src/main/plugins', 'src/main/policy', 'src/main/project', shared],
  },
  {
    from: 'src/main/upkeep',
    allow: [
      kit,
      'src/main/grants',
      'src/main/jobs',
      'src/main/marketplace',
      'src/main/plugins',
      'src/main/policy',
      shared,
    ],
  },
  { from: 'src/main/menu', allow: [shared] },
  { from: 'src/main/reviews', allow: [kit, store, shared] },
  {
    from: 'src/main/services',
    allow: [kit, 'plugins/sdk', 'src/main/inference', 'src/main/jobs', 'src/main/library', shared],
  },
  {
    from: 'src/main/providers',
    allow: [
      kit,
      soundFiles,
      'plugins/sdk',
      'src/main/inference',
      'src/main/jobs',
      'src/main/library',
      'src/main/models',
      'src/main/services',
      shared,
    ],
  },
  {
    from: 'src/main/auditions',
    allow: [
      kit,
      'src/main/engine',
      'src/main/exports',
      'src/main/library',
      'src/main/plugins',
      'src/main/project',
      shared,
    ],
  },
]

const basis = [
  'src/renderer/kit',
  'src/renderer/ui',
  'src/renderer/state',
  'src/renderer/audio',
  'src/renderer/commands',
]

const renderer: readonly Layer[] = [
  { from: 'src/preload', allow: ['src/shared/contract'] },
  { from: 'src/renderer/kit', allow: [shared] },
  { from: 'src/renderer/ui', allow: ['src/renderer/kit', shared] },
  { from: 'src/renderer/state', allow: ['src/renderer/kit', shared] },
  { from: 'src/renderer/audio', allow: ['src/renderer/kit', 'src/renderer/state', shared] },
  {
    from: 'src/renderer/commands',
    allow: ['src/renderer/kit', 'src/renderer/ui', 'src/renderer/state', shared],
  },
  { from: 'src/renderer/editor', allow: [...basis, shared] },
  { from: 'src/renderer/panels/*', allow: [...basis, 'src/renderer/editor', shared] },
  { from: 'src/renderer/app', allow: ['src/renderer', shared] },
]

const plugins: readonly Layer[] = [
  { from: 'plugins/sdk', allow: [] },
  { from: 'plugins/*', allow: ['plugins/sdk'] },
  { from: 'plugins/*/*', allow: ['plugins/sdk'] },
]

export const table: LayerTable = {
  layers: [...common, ...main, ...renderer, ...plugins],
  packages: [
    { name: 'electron', only: ['src/main/index.ts', 'src/main/shell/electron', 'src/preload'] },
    { name: 'isolated-vm', only: ['src/main/sandbox'] },
    { name: 'better-sqlite3', only: [store] },
    { name: 'sqlite-vec', only: [store] },
    { name: 'onnxruntime-node', only: ['src/main/inference'] },
    { name: 'react', only: ['src/renderer'] },
    { name: '@xyflow/react', only: ['src/renderer/editor'] },
  ],
}
