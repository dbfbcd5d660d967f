import type { LiveInput } from '#shared/contract'
import { attempt, toFailure } from '../../kit'
import { useArmed } from '../armed'
import { client } from '../connection'
import { playback } from '../playback'
import { projectHandle, projectNow, useProjectStore } from '../project'
import { useSelection } from '../selection'
import { toastFailure } from '../toasts'
import { useMidiPrefs } from './midi-prefs'
import { liveTarget } from './live-target'

/** So long after the last note nobody plays any more, and the engine may rest. */
const IDLE_MS = 120_000
/** Notes that wait for the connection. */
const MOST_WAITING = 200

interface Connection {
  readonly stop: AbortController
  readonly project: string
  readonly node: string | undefined
  readonly mpe: boolean
  id: string | undefined
}

let connection: Connection | undefined
let waiting: LiveInput[] = []
let batch: LiveInput[] = []
let holders = 0
let idle: ReturnType<typeof setTimeout> | undefined

/** Plays by hand. What comes in one go goes in one message. */
export function playLive(...inputs: readonly LiveInput[]): void {
  connect()
  rest()
  if (batch.length === 0) queueMicrotask(send)
  batch.push(...inputs)
}

/** Keeps the engine ready, so that the first note is not late: for as long as somebody may play. */
export function holdLive(): Disposable {
  holders += 1
  connect()
  let over = false
  return {
    [Symbol.dispose]() {
      if (over) return
      over = true
      holders -= 1
      rest()
    },
  }
}

/** Where on the timeline what is heard now stands, for what is kept. */
export function heardNow(): { readonly position?: number } {
  const position = playback().position()
  return position === undefined ? {} : { position }
}

/** Another project, another selection, another instrument: another connection where it goes elsewhere. */
export function followLive(): void {
  const look = () => {
    if (connection !== undefined && !isRight(connection)) reconnect()
  }
  useProjectStore.subscribe(look)
  useSelection.subscribe(look)
  useArmed.subscribe(look)
  useMidiPrefs.subscribe(look)
}

function isRight({ project, node, mpe }: Connection): boolean {
  return project === projectHandle() && node === liveTarget() && mpe === useMidiPrefs.getState().mpe
}

function reconnect(): void {
  connection?.stop.abort()
  connection = undefined
  if (holders > 0) connect()
}

function rest(): void {
  clearTimeout(idle)
  if (holders > 0) return
  idle = setTimeout(() => {
    connection?.stop.abort()
    connection = undefined
  }, IDLE_MS)
}

function connect(): void {
  if (connection !== undefined) return
  const node = liveTarget()
  const { mpe } = useMidiPrefs.getState()
  const next: Connection = {
    stop: new AbortController(),
    project: projectHandle(),
    node,
    mpe,
    id: undefined,
  }
  connection = next
  void playback().start(projectNow().sampleRate)
  void stay(next)
}

async function stay(own: Connection): Promise<void> {
  const { project, node, mpe, stop } = own
  try {
    const stream = await client().live.connect(
      { project, mpe, ...(node !== undefined && { node }) },
      { signal: stop.signal },
    )
    for await (const event of stream) {
      if (event.kind === 'refused') {
        toastFailure(event.failure)
        break
      }
      own.id = event.connection
      const late = waiting.splice(0)
      if (late.length > 0 && connection === own) void hand(own, late)
    }
  } catch (error) {
    if (!stop.signal.aborted) toastFailure(toFailure(error))
  }
  if (connection === own) connection = undefined
}

function send(): void {
  const inputs = batch
  batch = []
  const own = connection
  if (own?.id === undefined) waiting = [...waiting, ...inputs].slice(-MOST_WAITING)
  else void hand(own, inputs)
}

async function hand({ id }: Connection, inputs: readonly LiveInput[]): Promise<void> {
  if (id === undefined) return
  for (let from = 0; from < inputs.length; from += 1000) {
    await attempt(client().live.play({ connection: id, inputs: inputs.slice(from, from + 1000) }))
  }
}
