import { fail, ok, type Failure, type Seconds, type StopSignal } from '#shared/kit'
import { tempoMapOf } from '#shared/graph'
import type { LiveContract, LiveEvent, ServiceOf } from '#shared/contract'
import type { PlayedEvent, RealTimeEngine } from '../../engine'
import type { ProjectService } from '../../project'
import type { GraphFeed } from '../graph-feed'
import { gone } from './gone'
import { HeldNotes, type Player } from './held-notes'
import { NoteCapture } from './note-capture'

/** Players at a time. */
const MOST_PLAYERS = 64

export interface LiveParts {
  readonly engine: Pick<RealTimeEngine, 'state' | 'transport' | 'monitor' | 'live' | 'renewed'>
  readonly projects: Pick<ProjectService, 'opened'>
  readonly feed: Pick<GraphFeed, 'follow'>
  /** Seconds since some time. */
  readonly now: () => Seconds
}

/** Somebody who plays. */
interface Connection {
  readonly held: HeldNotes
  /** Hands what was played to the engine. */
  send(): void
  /** What is held begins once more, for an engine that knows nothing of it. It was played once. */
  again(): void
}

export interface Live extends Disposable {
  readonly service: ServiceOf<LiveContract>
}

/** Notes that are played by hand: who plays, what is held, and what was played in the last minutes. */
export function createLive({ engine, projects, feed, now }: LiveParts): Live {
  const connections = new Map<string, Connection>()
  const captures = new Map<string, NoteCapture>()
  let count = 0

  function captureOf(project: string): NoteCapture {
    const known = captures.get(project)
    if (known !== undefined) return known
    for (const other of captures.keys()) if (!projects.opened(other).ok) captures.delete(other)
    const capture = new NoteCapture()
    captures.set(project, capture)
    return capture
  }

  function connect(name: string, project: string, player: Player): void {
    const batch: PlayedEvent[] = []
    let isNew = true
    const held = new HeldNotes(name, player, (event, position) => {
      batch.push(event)
      if (!isNew) return
      const { playing, sampleRate, position: rendered } = engine.state
      const time = (position ?? rendered) / sampleRate
      captureOf(project).take(event, now(), { time, rolling: playing })
    })
    const send = () => {
      const events = batch.splice(0)
      // Another project may be playing: its nodes are not meant.
      if (engine.state.project === project) engine.live(name, events)
    }
    const again = () => {
      isNew = false
      held.again()
      isNew = true
      send()
    }
    connections.set(name, { held, send, again })
  }

  function disconnect(name: string): void {
    const connection = connections.get(name)
    connection?.held.silence()
    connection?.send()
    connections.delete(name)
    if (connections.size === 0) engine.monitor(false)
  }

  function refusal(project: string): Failure | undefined {
    const opened = projects.opened(project)
    if (!opened.ok) return opened.error
    if (connections.size < MOST_PLAYERS) return undefined
    return fail('live-too-many', `${MOST_PLAYERS} players are connected.`)
  }

  async function* listen(
    project: string,
    player: Player,
    signal: StopSignal,
  ): AsyncGenerator<LiveEvent, void, void> {
    const failure = refusal(project)
    if (failure !== undefined) return yield { kind: 'refused', failure }
    const name = `live-${++count}`
    connect(name, project, player)
    try {
      // A project that plays is not taken away from whoever listens to it.
      if (!engine.state.playing) await feed.follow(project)
      engine.monitor(true)
      yield { kind: 'connected', connection: name }
      await gone(signal)
    } finally {
      disconnect(name)
    }
  }

  // Whatever moves the transport ends what sounds: the engine begins anew.
  const moves = engine.transport.on(() => {
    for (const { held } of connections.values()) held.forget()
    for (const capture of captures.values()) capture.cut(now())
  })

  // A process that died took with it what was held; the keys are still down.
  const renewals = engine.renewed.on(() => {
    for (const connection of connections.values()) connection.again()
  })

  return {
    service: {
      connect: ({ project, mpe = false, node }, { signal }) =>
        listen(project, { mpe, ...(node !== undefined && { node }) }, signal),
      play: ({ connection, inputs }) => {
        const player = connections.get(connection)
        for (const input of inputs) player?.held.take(input)
        player?.send()
        return ok()
      },
      captured: ({ project }) => {
        const opened = projects.opened(project)
        if (!opened.ok) return opened
        const map = tempoMapOf(opened.value.document.transport)
        return ok(captures.get(project)?.notes(map, now()) ?? [])
      },
    },
    [Symbol.dispose]() {
      moves[Symbol.dispose]()
      renewals[Symbol.dispose]()
    },
  }
}
