import type { Socket } from 'node:net'
import {
  eventStream,
  ok,
  toFrames,
  type Emitter,
  type Frames,
  type Result,
  type Seconds,
} from '#shared/kit'
import type {
  AudioRequest,
  EngineContract,
  LiveContract,
  ServiceOf,
  TransportContract,
  TransportState,
} from '#shared/contract'
import { RealTimeEngine, type PageGreeting } from '../engine'
import type { Log } from '../kit'
import type { LibraryService } from '../library'
import type { ProjectService } from '../project'
import { tellPlugins, type PluginBook } from './tell-plugins'
import type { EarlySounds } from './early-sounds'
import { GraphFeed, type LiveReadings, type PlayedPlugins } from './graph-feed'
import { createLive, createLookers } from './live'

export interface Playback extends AsyncDisposable {
  readonly transport: ServiceOf<TransportContract>
  readonly live: ServiceOf<LiveContract>
  readonly engine: ServiceOf<EngineContract>
  /** All that is made for listeners, block by block. */
  readonly heard: {
    readonly blocks: Emitter<Uint8Array<ArrayBuffer>>
    readonly state: TransportState
  }
  /** Sound for one listener at a time: the first that asks after each play or seek. */
  readonly audio: {
    connect(
      send: (block: Uint8Array) => void,
    ): Disposable & { request(message: AudioRequest): void }
    /** A page’s connection that the engine is to answer itself; false where it cannot now. */
    adopt(page: Omit<PageGreeting, 'kind'>, socket: Socket): boolean
  }
}

interface Listening {
  readonly send: (block: Uint8Array) => void
  readonly epoch: number
}

export interface PlaybackParts {
  readonly projects: Pick<ProjectService, 'opened' | 'events'>
  readonly library: Pick<LibraryService, 'decoded'>
  readonly plugins: PlayedPlugins
  /** What sensors measure; their nodes stand still without it. */
  readonly readings?: LiveReadings
  /** What is being made, as far as it is there. */
  readonly early?: EarlySounds
  /** Who hears what becomes of plugins. */
  readonly book?: PluginBook
  readonly log: Log
}

/** Playing: the transport, the engine's state, and the stream of blocks. */
export function createPlayback({
  projects,
  library,
  plugins,
  readings,
  early,
  log,
  book,
}: PlaybackParts): Playback {
  const engine = new RealTimeEngine(log)
  const feed = new GraphFeed({
    engine,
    projects,
    library,
    plugins,
    ...(readings !== undefined && { readings }),
    ...(early !== undefined && { early }),
  })
  const live = createLive({ engine, projects, feed, now: () => performance.now() / 1000 })
  const lookers = createLookers(engine)
  const told = book && tellPlugins(engine, book)
  let listening: Listening | undefined
  const blocks = engine.pulled.on(block => listening?.send(block))

  function framesAt(project: string, time: Seconds): Result<Frames> {
    const opened = projects.opened(project)
    return opened.ok ? ok(toFrames(time, opened.value.document.sampleRate)) : opened
  }

  return {
    transport: {
      play: async ({ project, from, countIn = false }) => {
        const start: Result<Frames | undefined> =
          from === undefined ? ok(undefined) : framesAt(project, from)
        if (!start.ok) return start
        const opened = projects.opened(project)
        if (!opened.ok) return opened
        await feed.follow(project)
        const position = start.value ?? playFrom(engine.state, opened.value.document)
        return ok(engine.play(position, countIn))
      },
      stop: () => ok(engine.stop()),
      seek: ({ to }) => {
        const { playing, sampleRate } = engine.state
        const position = toFrames(to, sampleRate)
        return ok(playing ? engine.play(position) : engine.stop(position))
      },
      watch: (_, { signal }) =>
        eventStream(engine.transport, signal, { first: () => [engine.state] }),
    },
    live: live.service,
    engine: {
      watch: (_, { signal }) => eventStream(engine.events, signal, { first: () => engine.present }),
      retry: ({ node }) => {
        engine.retry(node)
        return ok()
      },
      look: ({ project, looks }, { signal }) => lookers.look(project, looks, signal),
    },
    heard: engine,
    audio: {
      adopt: (greeting, socket) => engine.adopt({ kind: 'page', ...greeting }, socket),
      connect: send => ({
        request: message => {
          const { epoch } = message
          // Of two pages that ask for the same sound the first gets it whole: halves would be of no use to both.
          if (listening?.epoch === epoch && listening.send !== send) return
          listening = { send, epoch }
          engine.pull(message)
        },
        [Symbol.dispose]: () => {
          if (listening?.send === send) listening = undefined
        },
      }),
    },
    async [Symbol.asyncDispose]() {
      live[Symbol.dispose]()
      lookers[Symbol.dispose]()
      feed[Symbol.dispose]()
      blocks[Symbol.dispose]()
      told?.[Symbol.dispose]()
      await engine[Symbol.asyncDispose]()
    },
  }
}

/** Where play begins when nobody says: where the playhead stands, or anew once it stands at the end. */
function playFrom(
  { position }: TransportState,
  { transport, sampleRate }: { transport: { length: Seconds }; sampleRate: number },
): Frames {
  return position >= toFrames(transport.length, sampleRate) ? 0 : position
}
