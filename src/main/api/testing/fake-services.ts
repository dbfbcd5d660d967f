import type { PluginInfo, ProjectState } from '#shared/contract'
import { emptyProject } from '#shared/graph'
import { err, fail, ok, type StopSignal } from '#shared/kit'
import type { Services } from '../services'
import { fakeMarket } from './fake-market'

const state: ProjectState = {
  project: 'p1',
  document: emptyProject('p1', 'Fake'),
  revision: 0,
  path: '/fake/song.wireharp',
  draft: true,
  saved: true,
  problems: [],
  recoveredEdits: 0,
}

const gain: PluginInfo = {
  id: 'gain',
  name: 'Gain',
  version: '1.0.0',
  author: 'Wireharp',
  description: 'Makes louder or quieter.',
  licence: 'Apache-2.0',
  category: 'Level',
  kind: 'effect',
  origin: 'built-in',
  trust: 'built-in',
  folder: '/fake/plugins/gain',
  state: 'enabled',
  nodes: ['gain/gain'],
  contributes: {
    nodes: ['gain/gain'],
    tools: [],
    sensors: [],
    views: [],
    workflows: [],
    providers: [],
    models: [],
  },
  permissions: [],
  dependencies: {},
  configurable: false,
}

const noPlugin = () => err(fail('plugin-not-found', 'There is no such plugin.'))
const noModel = () => err(fail('model-unknown', 'There is no such model.'))
const noJob = () => err(fail('job-unknown', 'There is no such job.'))
const noService = () => err(fail('service-unknown', 'There is no such service.'))
const noProvider = () => err(fail('provider-unknown', 'There is no such provider.'))
const noPreset = () => err(fail('preset-unknown', 'There is no such preset.'))
const noSound = () => err(fail('sound-unknown', 'There is no such sound.'))
const noInstance = () => err(fail('instance-unknown', 'There is no such instance.'))

const transport = { playing: false, position: 0, epoch: 0, sampleRate: 48_000 }
const notOpen = () => err(fail('project-not-open', 'There is no such project.'))

/** Services that answer at once and change nothing: for tests of what stands before and behind them. */
export function fakeServices(changes: Partial<Services> = {}): Services {
  return {
    project: {
      open: ({ path }) => (path.endsWith('.wireharp') ? ok({ ...state, path }) : notOpen()),
      create: () => ok(state),
      openEmbedded: () => ok(state),
      start: () => ok(state),
      state: ({ project }) => (project === state.project ? ok(state) : notOpen()),
      edit: ({ base }) => ok({ revision: base + 1 }),
      undo: notOpen,
      redo: notOpen,
      history: () => ok([]),
      importMidi: () => err(fail('midi-unsupported', 'A fake takes no MIDI file.')),
      share: ({ path }) => ok({ path, bytes: 0, missing: [] }),
      save: () => ok({ path: state.path }),
      saveAs: ({ path }) => ok({ path }),
      revertToFile: notOpen,
      openFileBeside: notOpen,
      close: () => ok(),
      listOpen: () => ok([]),
      recent: () => ok([]),
      watch: (_input, { signal }) => once({ kind: 'reset', state } as const, signal),
    },
    transport: {
      play: () => ok({ ...transport, playing: true }),
      stop: () => ok(transport),
      seek: () => ok(transport),
      watch: (_input, { signal }) => once(transport, signal),
    },
    code: {
      check: () => ok([]),
      complete: () => ok([]),
      describe: () => ok({ edits: [] }),
      explain: () => ok({}),
    },
    live: {
      connect: (_input, { signal }) =>
        once({ kind: 'connected', connection: 'c1' } as const, signal),
      play: () => ok(),
      captured: () => ok([]),
    },
    sounds: {
      status: () => ok({ tracks: 0, models: [], vectors: 'sqlite-vec' }),
      folders: () => ok([]),
      addFolder: () => ok({ id: 'j1' }),
      removeFolder: () => ok(),
      moveFolder: () => ok({ id: 'j1' }),
      relink: noSound,
      failures: () => ok([]),
      search: () => ok({ total: 0, rows: [] }),
      show: noSound,
      similar: noSound,
      duplicates: () => ok([]),
      embed: () => ok({ id: 'j1' }),
      preview: noSound,
      bring: noSound,
      playlists: () => ok([]),
      addPlaylist: ({ name }) => ok({ id: 1, name, tracks: 0, seconds: 0 }),
      renamePlaylist: () => ok(),
      removePlaylist: () => ok(),
      setPlaylist: () => ok(),
      playlistTracks: () => ok([]),
      watch: (_input, { signal }) => once({ kind: 'changed' } as const, signal),
    },
    presets: {
      list: () => ok({ presets: [], problems: [] }),
      save: noPreset,
      rename: noPreset,
      remove: noPreset,
      setFavourite: () => ok(),
      import: noPreset,
    },
    recordings: {
      begin: () => ok({ take: 't1' }),
      append: () => ok({ frames: 0 }),
      finish: () => err(fail('recording-unknown', '')),
      cancel: () => ok(),
      left: () => ok([]),
      recover: () => err(fail('recording-unknown', '')),
      heard: () => ok({ seconds: 0 }),
      keep: () => err(fail('recording-empty', '')),
    },
    engine: {
      watch: (_input, { signal }) =>
        once({ kind: 'status', state: 'ready', restarts: 0 } as const, signal),
      retry: () => ok(),
      look: (_input, { signal }) => once({ kind: 'looking', slots: [] } as const, signal),
    },
    plugins: {
      list: () => ok([gain]),
      nodes: () => ok([]),
      catalogue: () => ok({ revision: 0, all: { plugins: [gain], nodes: [] } }),
      profile: () => err(fail('plugin-not-profiled', '')),
      saveNode: () => err(fail('folder-read-only', '')),
      newScript: () => err(fail('folder-read-only', '')),
      readScript: () => err(fail('script-not-here', '')),
      writeScript: () => err(fail('script-not-here', '')),
      convertGraph: () => err(fail('folder-read-only', '')),
      scriptGraph: () => err(fail('script-without-graph', '')),
      saveFaust: () => err(fail('faust-missing', '')),
      writePackage: () => err(fail('folder-read-only', '')),
      certificate: () => ok({ drift: [] }),
      measure: (_input, { signal }) => once({ kind: 'progress', what: 'Gain' } as const, signal),
      status: () =>
        ok({
          total: 1,
          states: {
            enabled: 1,
            disabled: 0,
            skipped: 0,
            failed: 0,
            'missing-dependencies': 0,
            quarantined: 0,
          },
          nodes: 0,
          scanMs: 1,
          cached: 0,
          warnings: [],
          folders: [],
        }),
      capabilities: () => ok({ capabilities: [] }),
      get: ({ id }) =>
        id === gain.id ? ok({ ...gain, problems: [], config: {}, defaultConfig: {} }) : noPlugin(),
      reload: ({ id }) => (id === gain.id ? ok(gain) : noPlugin()),
      setEnabled: ({ id }) => (id === gain.id ? ok(gain) : noPlugin()),
      promote: noPlugin,
      repair: noPlugin,
      configure: noPlugin,
      stats: noPlugin,
      log: () => ok([]),
      changes: (_input, { signal }) => once({ revision: 0, plugins: [], nodes: true }, signal),
      createInstance: noInstance,
      destroyInstance: noInstance,
      execute: noInstance,
    },
    library: {
      importFile: () => err(fail('audio-unsupported', 'A fake takes no sound.')),
      importPath: () => err(fail('audio-unsupported', 'A fake takes no sound.')),
      peaks: ({ steps }) => ok({ steps, data: '' }),
    },
    permissions: {
      watch: (_input, { signal }) => once({ kind: 'asks', asks: [] } as const, signal),
      answer: () => ok(),
      list: () => ok([]),
      revoke: () => ok(),
      audit: () => ok([]),
      setOffline: () => ok(),
    },
    views: { list: () => ok([]) },
    sensors: {
      list: () => ok([]),
      watch: (_input, { signal }) =>
        once({ sourceId: 'system/cpu', value: 0.5, unit: '', ts: 0 }, signal),
      history: () => ok([]),
      tellUnderruns: () => ok(),
    },
    tools: { list: () => ok([]), call: () => ok({ output: {} }) },
    stems: { separate: () => ok({ id: 'j1' }), bring: noJob },
    models: {
      list: () => ok([]),
      watch: (_input, { signal }) => once([], signal),
      consent: noModel,
      revoke: noModel,
      download: noModel,
      remove: noModel,
      verify: noModel,
      ai: noModel,
      setAi: noModel,
      notices: () => ok([]),
    },
    generation: { generate: noModel, backends: () => ok([]) },
    clips: {
      run: () => ok({ nodes: [] }),
      cancel: () => ok(),
      watch: (_input, { signal }) => once({ nodes: {}, gone: [] } as const, signal),
    },
    jobs: {
      create: () => ok({ id: 'j1' }),
      list: () => ok([]),
      show: noJob,
      log: noJob,
      cancel: noJob,
      pause: noJob,
      resume: noJob,
      retry: noJob,
      forget: () => ok(),
      watch: (_input, { signal }) => once({ kind: 'jobs', jobs: [] } as const, signal),
    },
    exports: { run: (_input, { signal }) => once({ kind: 'progress', done: 0 } as const, signal) },
    marketplace: fakeMarket,
    drops: {
      take: () => err(fail('drop-unsupported', 'A fake takes no files in.')),
    },
    prefs: {
      get: () => ok({}),
      set: () => ok(),
      watch: (_input, { signal }) => once({}, signal),
    },
    menu: {
      show: () => ok(),
      watch: (_input, { signal }) => once({ command: 'view.theme' }, signal),
    },
    providers: {
      list: () => ok([]),
      manifest: noProvider,
      transcribe: noSound,
    },
    services: {
      list: () => ok([]),
      register: noService,
      add: noService,
      remove: noService,
      start: noService,
      stop: noService,
      log: noService,
      choose: noService,
      check: () => ok([]),
    },
    auditions: {
      listen: (_input, { signal }) =>
        once({ kind: 'progress', stage: 'Rendering', done: 0 } as const, signal),
    },
    reviews: {
      ratings: () => ok({}),
      of: ({ plugin }) => ok({ plugin, reviews: [], failures: [], writable: true }),
      write: () => err(fail('reviews-none', '')),
      withdraw: () => err(fail('review-unknown', '')),
      report: () => ok(),
      services: () => ok([]),
      addService: () => err(fail('reviews-unreachable', '')),
      removeService: () => ok([]),
    },
    system: {
      info: () =>
        ok({
          version: '0.0.0',
          face: 'browser',
          platform: 'linux',
          projectsFolder: '/fake',
          templates: [],
        }),
      listFolder: () => ok({ path: '/fake', entries: [] }),
      diagnostics: () => ok({ path: '/fake.zip', bytes: 0, files: [] }),
      reveal: () => ok(),
    },
    ...changes,
  }
}

/** One event, then silence until the caller is gone. */
async function* once<Event>(event: Event, signal: StopSignal): AsyncGenerator<Event, void, void> {
  yield event
  if (signal.aborted) return
  await new Promise<void>(resolve => signal.addEventListener('abort', resolve))
}
