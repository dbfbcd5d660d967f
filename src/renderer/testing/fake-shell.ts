import { createRouterClient, implement } from '@orpc/server'
import {
  contract,
  type EngineEvent,
  type ExportEvent,
  type HistoryEntry,
  type ProjectEvent,
  type ProjectState,
  type TransportState,
} from '#shared/contract'
import { Emitter, eventStream } from '#shared/kit'
import {
  applyPatches,
  applyTransaction,
  type NodeCatalog,
  type Project,
  type ProjectPatch,
} from '#shared/graph'
import type { Client } from '../kit'
import { definitions } from './definitions'
import { FakeJobs } from './fake-jobs'
import { fakeAiServices } from './fake-ai-services'
import { fakeProviders } from './fake-providers'
import { fakeAuditions } from './fake-auditions'
import { FakeMarket } from './fake-market'
import { FakeModels } from './fake-models'
import { FakePlugins } from './fake-plugins'
import { fakeSounds } from './fake-sounds'
import { FakePresets } from './fake-presets'
import { FakeReviews } from './fake-reviews'

interface Step {
  readonly label: string
  readonly patches: readonly ProjectPatch[]
  readonly inverse: readonly ProjectPatch[]
}

/** A shell in memory: one project, no sound. For looking at the window alone, and for tests of the mirror. */
export class FakeShell {
  readonly catalog: NodeCatalog = new Map(definitions.map(item => [item.type, item]))
  readonly events = new Emitter<ProjectEvent>()
  readonly engine = new Emitter<EngineEvent>()
  readonly client: Client
  document: Project
  engineStart: readonly EngineEvent[] = []
  #revision = 0
  #saved = true
  readonly #done: Step[] = []
  readonly #undone: Step[] = []
  readonly #transport = new Emitter<TransportState>()
  readonly #plugins = new FakePlugins()
  readonly #presets = new FakePresets()
  /** How many sounds its library has. */
  sounds = 100_000
  #playing: TransportState

  constructor(document: Project) {
    this.document = document
    this.#playing = { playing: false, position: 0, epoch: 0, sampleRate: document.sampleRate }
    this.client = createRouterClient(this.#router())
  }

  get state(): ProjectState {
    return {
      project: 'demo',
      document: this.document,
      revision: this.#revision,
      path: '/home/ada/Wireharp/Night bus.wireharp',
      draft: false,
      recoveredEdits: 0,
      ...this.#marks(),
    }
  }

  #marks() {
    const undo = this.#done.at(-1)?.label
    const redo = this.#undone.at(-1)?.label
    const problems = Object.values(this.document.graph.nodes)
      .filter(node => !this.catalog.has(node.type))
      .map(node => ({
        code: 'node-type-unknown' as const,
        message: `No plugin brings “${node.type}”. Install the plugin that brings this node; it is kept as it is.`,
        node: node.id,
      }))
    return {
      saved: this.#saved,
      problems,
      ...(undo !== undefined && { undo }),
      ...(redo !== undefined && { redo }),
    }
  }

  #change(patches: readonly ProjectPatch[], transaction?: string) {
    this.document = applyPatches(this.document, patches)
    this.#revision += 1
    this.#saved = false
    this.events.emit({
      kind: 'patched',
      revision: this.#revision,
      patches,
      ...this.#marks(),
      ...(transaction !== undefined && { transaction }),
    })
    return { revision: this.#revision }
  }

  #move(change: Partial<TransportState>): TransportState {
    this.#playing = { ...this.#playing, ...change, epoch: this.#playing.epoch + 1 }
    this.#transport.emit(this.#playing)
    return this.#playing
  }

  #history(): HistoryEntry[] {
    const steps = [...this.#done, ...this.#undone.toReversed()]
    return steps.map(({ label }, index) => ({
      revision: index + 1,
      label,
      done: index < this.#done.length,
    }))
  }

  #router() {
    const shell = implement(contract)
    const events = this.events
    const engine = this.engine
    const transport = this.#transport
    const start = () => this.engineStart
    const reset = (): ProjectEvent => ({ kind: 'reset', state: this.state })
    const playing = () => this.#playing
    return shell.router({
      code: {
        check: shell.code.check.handler(() => []),
        complete: shell.code.complete.handler(() => []),
        describe: shell.code.describe.handler(() => ({ edits: [] })),
        explain: shell.code.explain.handler(() => ({})),
      },
      project: {
        revertToFile: shell.project.revertToFile.handler(() => ({ revision: this.#revision })),
        openFileBeside: shell.project.openFileBeside.handler(() => this.state),
        listOpen: shell.project.listOpen.handler(() => []),
        share: shell.project.share.handler(({ input }) => ({
          path: input.path,
          bytes: 1_840_000,
          missing: [],
        })),
        open: shell.project.open.handler(() => this.state),
        create: shell.project.create.handler(() => this.state),
        openEmbedded: shell.project.openEmbedded.handler(() => this.state),
        start: shell.project.start.handler(() => this.state),
        state: shell.project.state.handler(() => this.state),
        edit: shell.project.edit.handler(({ input: { transaction } }) => {
          const applied = applyTransaction(this.document, transaction, this.catalog)
          if (!applied.ok) throw new Error(applied.error.message)
          const { patches, inverse } = applied.value
          this.#done.push({ label: transaction.label, patches, inverse })
          this.#undone.length = 0
          return this.#change(patches, transaction.id)
        }),
        undo: shell.project.undo.handler(() => {
          const step = this.#done.pop()
          if (step !== undefined) this.#undone.push(step)
          return this.#change(step?.inverse ?? [])
        }),
        redo: shell.project.redo.handler(() => {
          const step = this.#undone.pop()
          if (step !== undefined) this.#done.push(step)
          return this.#change(step?.patches ?? [])
        }),
        history: shell.project.history.handler(() => this.#history()),
        importMidi: shell.project.importMidi.handler(() => {
          throw new Error('The fake shell reads no files.')
        }),
        save: shell.project.save.handler(() => {
          this.#saved = true
          const { path, draft, revision } = this.state
          this.events.emit({ kind: 'saved', path, draft, revision })
          return { path }
        }),
        saveAs: shell.project.saveAs.handler(({ input }) => ({ path: input.path })),
        close: shell.project.close.handler(() => {}),
        recent: shell.project.recent.handler(() => recent),
        watch: shell.project.watch.handler(async function* ({ signal }) {
          yield reset()
          yield* eventStream(events, signal)
        }),
      },
      transport: {
        play: shell.transport.play.handler(({ input }) =>
          this.#move({ playing: true, position: (input.from ?? 0) * this.document.sampleRate }),
        ),
        stop: shell.transport.stop.handler(() => this.#move({ playing: false })),
        seek: shell.transport.seek.handler(({ input }) =>
          this.#move({ position: input.to * this.document.sampleRate }),
        ),
        watch: shell.transport.watch.handler(async function* ({ signal }) {
          yield playing()
          yield* eventStream(transport, signal)
        }),
      },
      live: {
        connect: shell.live.connect.handler(async function* ({ signal }) {
          yield { kind: 'connected', connection: 'live-1' }
          yield* eventStream(new Emitter<never>(), signal)
        }),
        play: shell.live.play.handler(() => {}),
        captured: shell.live.captured.handler(() => []),
      },
      recordings: {
        begin: shell.recordings.begin.handler(() => ({ take: 'take-1' })),
        append: shell.recordings.append.handler(() => ({ frames: 0 })),
        finish: shell.recordings.finish.handler(() => {
          throw new Error('The fake records nothing.')
        }),
        cancel: shell.recordings.cancel.handler(() => {}),
        left: shell.recordings.left.handler(() => []),
        recover: shell.recordings.recover.handler(() => {
          throw new Error('The fake records nothing.')
        }),
        heard: shell.recordings.heard.handler(() => ({ seconds: 0 })),
        keep: shell.recordings.keep.handler(() => {
          throw new Error('The fake records nothing.')
        }),
      },
      engine: {
        watch: shell.engine.watch.handler(async function* ({ signal }) {
          yield { kind: 'status', state: 'ready', restarts: 0 }
          yield* start()
          yield* eventStream(engine, signal)
        }),
        retry: shell.engine.retry.handler(() => {}),
        look: shell.engine.look.handler(async function* ({ input, signal }) {
          yield { kind: 'looking', slots: input.looks.map((_, index) => index + 1) }
          yield* eventStream(new Emitter<never>(), signal)
        }),
      },
      plugins: this.#plugins.router(),
      library: {
        importFile: shell.library.importFile.handler(() => {
          throw new Error('The fake takes no sounds in.')
        }),
        importPath: shell.library.importPath.handler(() => {
          throw new Error('The fake takes no sounds in.')
        }),
        peaks: shell.library.peaks.handler(({ input }) => fakePeaks(input.steps)),
      },
      permissions: {
        watch: shell.permissions.watch.handler(async function* () {
          yield { kind: 'asks', asks: [] }
          yield { kind: 'grants', grants: [], offline: false }
        }),
        answer: shell.permissions.answer.handler(() => {}),
        list: shell.permissions.list.handler(() => []),
        revoke: shell.permissions.revoke.handler(() => {}),
        audit: shell.permissions.audit.handler(() => []),
        setOffline: shell.permissions.setOffline.handler(() => {}),
      },
      views: { list: shell.views.list.handler(() => []) },
      presets: this.#presets.router(),
      sounds: fakeSounds(this.sounds),
      sensors: {
        list: shell.sensors.list.handler(() => []),
        watch: shell.sensors.watch.handler(async function* () {}),
        history: shell.sensors.history.handler(() => []),
        tellUnderruns: shell.sensors.tellUnderruns.handler(() => {}),
      },
      tools: {
        list: shell.tools.list.handler(() => []),
        call: shell.tools.call.handler(() => ({ output: {} })),
      },
      exports: {
        run: shell.exports.run.handler(async function* ({ input, signal }) {
          for (let step = 0; step < 40 && signal?.aborted !== true; step++) {
            yield { kind: 'progress', done: step / 40, secondsLeft: (40 - step) / 8 }
            await new Promise(resolve => setTimeout(resolve, 120))
          }
          yield exported(input.path)
        }),
      },
      drops: {
        take: shell.drops.take.handler(() => {
          throw new Error('The fake takes no files in.')
        }),
      },
      prefs: {
        get: shell.prefs.get.handler(() => ({})),
        set: shell.prefs.set.handler(() => {}),
        watch: shell.prefs.watch.handler(async function* () {}),
      },
      menu: {
        show: shell.menu.show.handler(() => {}),
        watch: shell.menu.watch.handler(async function* () {}),
      },
      jobs: new FakeJobs().router(),
      reviews: new FakeReviews().router(),
      auditions: fakeAuditions(),
      services: fakeAiServices(),
      providers: fakeProviders(),
      marketplace: new FakeMarket().router(),
      clips: {
        run: shell.clips.run.handler(() => ({ nodes: [] })),
        cancel: shell.clips.cancel.handler(() => undefined),
        watch: shell.clips.watch.handler(async function* () {
          yield { nodes: {}, gone: [] }
        }),
      },
      stems: {
        separate: shell.stems.separate.handler(() => ({ id: 'a' })),
        bring: shell.stems.bring.handler(() => []),
      },
      ...new FakeModels().router(),
      system: {
        info: shell.system.info.handler(() => ({
          version: '0.1.0',
          face: 'browser' as const,
          platform: 'linux',
          projectsFolder: '/home/ada/Wireharp',
          templates: [{ id: 'subtractive', title: 'Subtractive voice', description: '' }],
        })),
        listFolder: shell.system.listFolder.handler(() => folder),
        diagnostics: shell.system.diagnostics.handler(() => ({
          path: '/home/ada/Wireharp/wireharp-diagnostics.zip',
          bytes: 1000,
          files: [],
        })),
        reveal: shell.system.reveal.handler(() => {}),
      },
    })
  }
}

const recent = [
  { path: '/home/ada/Wireharp/Night bus.wireharp', title: 'Night bus', openedAt: 0, exists: true },
  {
    path: '/home/ada/Wireharp/Rain on tin.wireharp',
    title: 'Rain on tin',
    openedAt: 0,
    exists: true,
  },
  { path: '/media/stick/old.wireharp', title: 'Old sketches', openedAt: 0, exists: false },
]

const folder = {
  path: '/home/ada/Wireharp',
  parent: '/home/ada',
  entries: [
    { name: 'audio', path: '/home/ada/Wireharp/audio', kind: 'folder' as const },
    { name: 'Sketches', path: '/home/ada/Wireharp/Sketches', kind: 'folder' as const },
    {
      name: 'Night bus.wireharp',
      path: '/home/ada/Wireharp/Night bus.wireharp',
      kind: 'project' as const,
    },
    {
      name: 'Rain on tin.wireharp',
      path: '/home/ada/Wireharp/Rain on tin.wireharp',
      kind: 'project' as const,
    },
    { name: 'rain.wav', path: '/home/ada/Wireharp/rain.wav', kind: 'audio' as const },
  ],
}

function exported(path: string): ExportEvent {
  return {
    kind: 'completed',
    path,
    report: {
      frames: 2_880_000,
      channels: 2,
      sampleRate: 48_000,
      seconds: 60,
      renderMs: 420,
      realtimeFactor: 142,
      sha256: '0'.repeat(64),
      peakDb: -1.3,
      bypassed: [],
      reused: 0,
      format: 'wav24',
      files: [{ path, name: 'Mix' }],
      warnings: [],
    },
  }
}

function fakePeaks(steps: number) {
  let bytes = ''
  for (let step = 0; step < steps; step++) {
    const swell = Math.exp(-((step % 128) / 40)) * (0.55 + 0.4 * Math.sin(step / 90))
    const high = Math.round(110 * swell * (0.7 + 0.3 * Math.sin(step * 12.9898)))
    const low = -Math.round(110 * swell * (0.7 + 0.3 * Math.cos(step * 78.233)))
    bytes += String.fromCharCode(low & 255, high & 255)
  }
  return { steps, data: btoa(bytes) }
}
