import type { Frames } from '#shared/kit'
import type { FlatNote } from '#shared/graph'
import type { KernelStage } from '../compile'
import { noteKinds, type LiveEvent } from '../graph'
import type { Bus } from './bus'
import type { KernelInstance } from './kernel-instance'
import type { KernelModule } from './kernel-module'
import { noteEvents, type NoteEvents } from './note-events'
import { NoteWriter, type BusEvent } from './note-writer'
import type { ParamSlot } from './param-slot'
import type { Timeline } from './timeline'
import type { UnitOptions } from './unit-options'

const OFF = 0
const ON = 1

/** Which of the notes that are played by hand it takes. */
export interface Listening {
  /** Those that go to no node in particular too. */
  readonly all: boolean
  /** Of this channel alone; 0 for any. */
  readonly channel: number
}

/** What the parameters of a feed's kernel are set to. */
function listeningOf(
  bindings: KernelStage['bindings'],
  params: ReadonlyMap<string, ParamSlot>,
): Listening {
  const setting = (id: string): number => {
    const binding = bindings[id] ?? 0
    if (typeof binding === 'number') return binding
    return 'param' in binding ? (params.get(binding.param)?.value ?? 0) : 0
  }
  return { all: setting('live') === 1, channel: setting('channel') }
}

export interface NoteFeedOptions {
  readonly kernels: KernelModule
  readonly bus: Bus
  readonly timeline: Timeline
  readonly node: string
  readonly listening: () => Listening
}

/**
 * Writes the notes of the timeline into a bus, and those that are played by hand, block by block. Where the playhead
 * jumps or stands, all that sounds of the timeline ends; notes that began before the place are not begun in their
 * middle.
 */
export class NoteFeed {
  readonly #options: NoteFeedOptions
  readonly #writer: NoteWriter
  #events: NoteEvents = noteEvents([])
  /** Next event, and the place on the timeline up to which all were played. */
  #next = 0
  #reached: Frames | undefined
  /** Numbers of the notes that sound, by their ids. */
  readonly #sounding = new Map<string, number>()
  readonly #held = new Map<string, number>()
  /** What is played by hand and has not come yet, with its place on the clock of the timeline. */
  #live: (LiveEvent & { readonly at: Frames })[] = []
  #block: BusEvent[] = []

  constructor(options: NoteFeedOptions, notes: readonly FlatNote[]) {
    this.#options = options
    this.#writer = new NoteWriter(options.kernels, options.bus)
    this.set(notes)
  }

  /** Other notes from the next block on. Those that sound and are not among them any more end. */
  set(notes: readonly FlatNote[]): void {
    this.#events = noteEvents(notes)
    this.#next = this.#events.firstAt(this.#reached ?? 0)
  }

  /** Played by hand. */
  play(event: LiveEvent): void {
    const { node, listening, timeline } = this.#options
    const { all, channel } = listening()
    const meant = event.node === undefined ? all : event.node === node
    // What moves or ends a note finds it by its id, whatever was set since.
    if (event.kind === 'on' && !(meant && (channel === 0 || channel === event.channel))) return
    this.#live.push({ ...event, at: timeline.done + event.wait })
  }

  /** Before every block: `lag` is by how much its node works behind the timeline. */
  prepare(lag: Frames): void {
    const { timeline } = this.#options
    this.#block = []
    let frames = 0
    for (const segment of timeline.segmentsBehind(lag)) {
      const { offset, position, stands } = segment
      frames = offset + segment.frames
      if (stands || position !== this.#reached) {
        this.#endAll(offset)
        this.#next = this.#events.firstAt(position)
      } else this.#endStrays(offset)
      this.#reached = stands ? undefined : position + segment.frames
      if (!stands) this.#play(offset, position, position + segment.frames)
    }
    if (this.#live.length > 0) this.#playLive(timeline.done - frames, frames)
    this.#writer.write(this.#block, frames)
  }

  reset(): void {
    this.#writer.reset()
    this.#sounding.clear()
    this.#held.clear()
    this.#live = []
    this.#reached = undefined
  }

  #play(offset: Frames, from: Frames, to: Frames): void {
    const { list } = this.#events
    for (let event = list[this.#next]; event !== undefined && event.at < to;) {
      const { at, kind, id, key, value } = event
      this.#take(this.#sounding, { frame: offset + at - from, kind, key, value }, id)
      this.#next += 1
      event = list[this.#next]
    }
  }

  /** Events of the block by hand, among those of the timeline. */
  #playLive(begin: Frames, frames: Frames): void {
    const due = this.#live.filter(({ at }) => at < begin + frames)
    this.#live = this.#live.filter(({ at }) => at >= begin + frames)
    for (const { at, kind, id, key, value } of due) {
      const frame = Math.max(0, at - begin)
      this.#take(this.#held, { frame, kind: noteKinds.indexOf(kind), key, value }, id)
    }
    this.#block = this.#block.toSorted((a, b) => a.frame - b.frame)
  }

  #take(held: Map<string, number>, event: Omit<BusEvent, 'number'>, id: string): void {
    if (event.kind === ON) {
      this.#end(held, event.frame, id)
      held.set(id, this.#writer.number())
    }
    const number = held.get(id)
    if (number !== undefined) this.#block.push({ ...event, number })
    if (event.kind === OFF) held.delete(id)
  }

  #end(held: Map<string, number>, frame: Frames, id: string): void {
    const number = held.get(id)
    if (number === undefined) return
    this.#block.push({ frame, kind: OFF, number, key: 0, value: 0 })
    held.delete(id)
  }

  #endAll(frame: Frames): void {
    for (const id of this.#sounding.keys()) this.#end(this.#sounding, frame, id)
  }

  /** Ends what sounds and has no end any more. */
  #endStrays(frame: Frames): void {
    for (const id of this.#sounding.keys()) {
      // What ends just here ends by its own event.
      if (this.#events.endOf(id) < (this.#reached ?? 0)) this.#end(this.#sounding, frame, id)
    }
  }
}

/** The feed of a kernel into which the host writes notes; none of any other. */
export function noteFeedOf(
  { kernel, bindings }: KernelStage,
  instance: KernelInstance,
  { kernels, timeline, node, params }: UnitOptions,
): NoteFeed | undefined {
  const bus = kernel.id === 'note-feed' ? instance.outputs.get('out') : undefined
  if (bus === undefined) return undefined
  const listening = () => listeningOf(bindings, params)
  return new NoteFeed({ kernels, bus, timeline, node: node.id, listening }, node.notes ?? [])
}
