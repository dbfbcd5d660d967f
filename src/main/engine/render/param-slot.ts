import { QUANTUM, type Decibels, type Frames, type Hertz, type Seconds } from '#shared/kit'
import type { EngineParam } from '../graph'
import type { Arena } from './arena'
import { AutomationReader, type AutomationSpan } from './automation-reader'
import type { KernelModule } from './kernel-module'
import { CourseTable, ROOM } from './course-table'
import { writeSpan, type Conversion } from './write-span'
import type { ModulationSource, Step, StepMaker } from './steps'
import type { Segment } from './transport'

/** How long a knob's value takes to arrive: short enough to feel immediate, long enough not to click. */
const GLIDE: Seconds = 0.015

/** As far ahead stretches of automation are looked up: for several blocks at once, since each is many slots' work. */
const AHEAD: Frames = 2 ** 16
const NOTHING_AHEAD = { from: 0, to: 0 }

/** A level in dB as an exponent of e, which is a good deal faster to raise than 10. */
const NEPERS = Math.LN10 / 20
const SILENT: Decibels = -200

/** What a parameter's reader needs: the buffer, and a place to note whether the buffer moves. */
interface View {
  readonly as: Conversion
  /** Of its own, and where its values are worked out: there too, or in what somebody lends. */
  readonly own: number
  buffer: number
  /** Addresses of the `moving` words of all kernels that read it. */
  readonly flags: number[]
  current: number
  /** Of a glide: where it began, and how far it goes in a frame. */
  from: number
  step: number
}

/** A view under modulation: its own values, which always move. */
interface ModulatedView {
  readonly as: Conversion
  readonly buffer: number
  readonly flags: number[]
}

/** One parameter of a node: its value, its glide to a new one, its automation, as signals in the arena. */
export class ParamSlot implements Disposable {
  readonly #kernels: KernelModule
  readonly #arena: Arena
  readonly #rate: Hertz
  readonly #views: View[] = []
  readonly #modulated: ModulatedView[] = []
  /** The signals that move it; none leave it alone. */
  #modulation: readonly ModulationSource[] = []
  /** Where it says whether the unconverted values move, for the steps that modulate them. */
  #moves: number | undefined
  #param: EngineParam
  /** Of its automation, once it is read. */
  #reader: AutomationReader | undefined
  /** The block's stretches of automation, where steps work them out: other threads may do that. */
  #course: CourseTable | undefined
  #stepped = false
  /** Frames of the timeline for which that table is made already. */
  #ahead = NOTHING_AHEAD
  /** The block’s last frame, where the last values stand in the buffers; where there is none they are `current`. */
  #last: Frames | undefined
  /** Frames of a glide that are left, and those that are over. */
  #gliding: Frames = 0
  #glided: Frames = 0
  #moving = false

  constructor(kernels: KernelModule, rate: Hertz, param: EngineParam) {
    this.#kernels = kernels
    this.#arena = kernels.arena
    this.#rate = rate
    this.#param = param
  }

  /** Value before conversion, where it stands still or is heading. */
  get value(): number {
    return this.#param.value
  }

  /** Whether `fill` has work to do in the next block. */
  get active(): boolean {
    return this.#gliding > 0 || this.#moving || this.#param.points !== undefined
  }

  /** Whether the buffer holds a value for every frame, or one for all of them. */
  get moving(): boolean {
    return this.#moving || this.#modulation.length > 0
  }

  /** Frames by which the sound that it works on lags behind the timeline. */
  lag: Frames = 0

  /** What moves it from now on; before its readers are wired. */
  modulate(sources: readonly ModulationSource[]): void {
    this.#modulation = this.#param.range === undefined ? [] : sources
  }

  /** The steps that work out its values under modulation, after its readers are wired. */
  modulation(maker: StepMaker, clock: number): Step[] {
    const { range } = this.#param
    const sources = this.#modulation
    if (sources.length === 0 || range === undefined) return []
    this.#moves ??= this.#arena.allocate(16)
    const base = this.#view(undefined, this.#moves)
    this.#arena.words[this.#moves >>> 2] = this.#moving ? 1 : 0
    return this.#modulated.map(({ as, buffer }) =>
      maker.modulate({ into: buffer, base, moves: this.#moves ?? 0, as, range, clock, sources }),
    )
  }

  /** The steps that work out its automation, after its readers are wired. */
  courses(maker: StepMaker): Step[] {
    this.#stepped = this.#param.points !== undefined
    if (!this.#stepped) return []
    this.#course ??= new CourseTable(this.#arena)
    const { at } = this.#course
    return this.#views.map(({ as, buffer }) => maker.course(buffer, at, as))
  }

  /** The buffer of a conversion, made on first use. `flag` is the word that says whether it moves. */
  view(as: Conversion, flag?: number): number {
    if (this.#modulation.length === 0) return this.#view(as, flag)
    let view = this.#modulated.find(candidate => candidate.as === as)
    if (view === undefined) {
      view = { as, buffer: this.#arena.allocate(this.#arena.channelBytes), flags: [] }
      this.#modulated.push(view)
    }
    if (flag !== undefined) view.flags.push(flag)
    return view.buffer
  }

  /** Takes along what the next block may need: the value that stands, and the last one of those that moved. */
  #move(view: View, at: number): void {
    if (view.buffer === at) return
    const { floats } = this.#arena
    for (const frame of [0, this.#last ?? 0]) {
      floats[(at >>> 2) + frame] = floats[(view.buffer >>> 2) + frame] ?? 0
    }
    view.buffer = at
  }

  #view(as: Conversion, flag?: number): number {
    let view = this.#views.find(candidate => candidate.as === as)
    if (view === undefined) {
      const buffer = this.#arena.allocate(this.#arena.channelBytes)
      const current = convert(as, this.#param.value)
      view = { as, own: buffer, buffer, flags: [], current, from: 0, step: 0 }
      this.#views.push(view)
      this.#hold(view)
      if (this.#last !== undefined) this.#arena.floats[(buffer >>> 2) + this.#last] = current
    }
    if (flag !== undefined) view.flags.push(flag)
    return view.buffer
  }

  /**
   * Has the values of a conversion worked out where a reader would copy them, until it is wired anew or the owner is
   * disposed of; before its readers are wired. False where it has readers, or is modulated: what is read then are other
   * values.
   */
  lend(as: Conversion, at: number, owner: DisposableStack): boolean {
    if (this.#modulation.length > 0) return false
    this.#view(as)
    const view = this.#views.find(candidate => candidate.as === as)
    if (view === undefined || view.buffer !== view.own || view.flags.length > 0) return false
    this.#move(view, at)
    owner.defer(() => {
      if (view.buffer === at) this.#move(view, view.own)
    })
    return true
  }

  /** Works its values out in buffers of its own again: what was lent will hold something else. */
  takeBack(): void {
    for (const view of this.#views) this.#move(view, view.own)
  }

  /** Forgets who reads it, before the readers are wired anew. */
  unwire(): void {
    this.takeBack()
    for (const view of [...this.#views, ...this.#modulated]) view.flags.length = 0
    this.#stepped = false
    this.#ahead = NOTHING_AHEAD
  }

  /** Says again to all readers whether it moves, after they were wired. */
  announce(): void {
    for (const view of this.#views) this.#flag(view, this.#moving ? 1 : 0)
    for (const view of this.#modulated) this.#flag(view, 1)
  }

  /** Goes to another value: gliding while sound runs (`glide`), else at once. */
  set(param: EngineParam, glide: boolean): void {
    this.#param = param
    this.#reader = undefined
    this.#ahead = NOTHING_AHEAD
    this.#gliding = 0
    if (param.points !== undefined) return
    if (glide && param.glides) {
      this.#gliding = Math.ceil((GLIDE * this.#rate) / QUANTUM) * QUANTUM
      this.#glided = 0
      for (const view of this.#views) {
        view.from = this.#currentOf(view)
        view.step = (convert(view.as, param.value) - view.from) / this.#gliding
      }
      return
    }
    this.settle()
  }

  /** What a reader says when it finds the value at which this is heading. */
  probe<Answer>(ask: () => Answer): Answer {
    const { floats } = this.#arena
    // Where it is modulated, readers look at another buffer: what that held last depends on how long the last block was.
    const looked = [...this.#views, ...this.#modulated]
    const held = looked.map(({ buffer }) => floats[buffer >>> 2] ?? 0)
    for (const { as, buffer } of looked) floats[buffer >>> 2] = convert(as, this.#param.value)
    const answer = ask()
    looked.forEach(({ buffer }, index) => {
      floats[buffer >>> 2] = held[index] ?? 0
    })
    return answer
  }

  /** At the value at once, as before the first block. */
  settle(): void {
    this.#gliding = 0
    // Nobody asks for its values any more: what was to be worked out is not to be written over them.
    this.#course?.clear()
    this.#ahead = NOTHING_AHEAD
    this.#last = undefined
    for (const view of this.#views) {
      view.current = convert(view.as, this.#param.value)
      this.#hold(view)
    }
    this.#moving = false
  }

  /** Its value at a frame of the block just rendered, before conversion. */
  valueAt(frame: Frames): number {
    const { floats } = this.#arena
    const [modulated] = this.#modulated
    if (this.#modulation.length > 0 && modulated !== undefined) {
      return revert(modulated.as, floats[(modulated.buffer >>> 2) + frame] ?? 0)
    }
    const [view] = this.#views
    if (view === undefined) return this.#param.value
    return revert(view.as, floats[(view.buffer >>> 2) + (this.#moving ? frame : 0)] ?? 0)
  }

  /** Writes the block's values. Called for active slots only. */
  fill(segments: readonly Segment[], frames: Frames): void {
    const { points } = this.#param
    if (points !== undefined) {
      if (this.#goesOn(segments)) return
      this.#course?.clear()
      this.#ahead = NOTHING_AHEAD
      const reader = (this.#reader ??= new AutomationReader(points, this.#rate))
      const still = reader.still(segments)
      if (still !== undefined) {
        this.#last = undefined
        for (const view of this.#views) this.#jump(view, convert(view.as, still))
      } else if (!this.#lookAhead(reader, segments)) this.#automate(reader.spans(segments))
      this.#moving = still === undefined
      return
    }
    this.#course?.clear()
    if (this.#gliding === 0) return this.settle()
    const gliding = Math.min(this.#gliding, frames)
    for (const view of this.#views) this.#glide(view, gliding, frames)
    this.#last = undefined
    this.#gliding -= gliding
    this.#glided += gliding
    this.#moving = true
  }

  [Symbol.dispose](): void {
    for (const view of this.#views) {
      this.#arena.free(view.own, this.#arena.channelBytes)
      // Who lends may end later: nothing goes back into what is free.
      view.buffer = view.own
    }
    for (const { buffer } of this.#modulated) this.#arena.free(buffer, this.#arena.channelBytes)
    if (this.#moves !== undefined) this.#arena.free(this.#moves, 16)
    this.#course?.[Symbol.dispose]()
    this.#views.length = 0
    this.#modulated.length = 0
  }

  #glide(view: View, gliding: Frames, frames: Frames): void {
    const { floats } = this.#arena
    const base = view.buffer >>> 2
    const target = convert(view.as, this.#param.value)
    // Counted from its beginning: sums over blocks would round as the blocks are.
    const after = this.#glided + 1
    for (let i = 0; i < gliding; i++) floats[base + i] = view.from + view.step * (after + i)
    const reached = view.from + view.step * (this.#glided + gliding)
    view.current = this.#gliding === gliding ? target : reached
    for (let i = gliding; i < frames; i++) floats[base + i] = target
    this.#flag(view, 1)
  }

  /** Whether the block lies in what was looked up before: then there is little to do. */
  #goesOn(segments: readonly Segment[]): boolean {
    const [segment] = segments
    if (segments.length !== 1 || segment === undefined || segment.stands === true) return false
    const { position, frames } = segment
    if (position < this.#ahead.from || position + frames > this.#ahead.to) return false
    this.#course?.begin(position)
    this.#last = frames - 1
    return true
  }

  /**
   * Looks up this block and those after it, up to where the automation stands still: there the block says so. Whether
   * that could be done.
   */
  #lookAhead(reader: AutomationReader, segments: readonly Segment[]): boolean {
    const [segment] = segments
    const course = this.#stepped ? this.#course : undefined
    if (course === undefined || segments.length !== 1 || segment === undefined) return false
    const { position, frames, stands } = segment
    if (stands === true) return false
    const ahead = { offset: position, frames: Math.max(frames, AHEAD), position }
    const spans = reader.spans([ahead], ROOM)
    const rests = spans.findIndex(({ curve }) => curve.perSecond === 0)
    const moving = rests < 0 ? spans : spans.slice(0, rests)
    const last = moving.at(-1)
    const to = last === undefined ? position : last.offset + last.frames
    if (to < position + frames || !course.take(moving, this.#rate)) return false
    this.#ahead = { from: position, to }
    for (const view of this.#views) this.#flag(view, 1)
    return this.#goesOn(segments)
  }

  #automate(spans: readonly AutomationSpan[]): void {
    const later = this.#stepped && this.#course?.take(spans, this.#rate) === true
    this.#course?.begin(0)
    const last = spans.at(-1)
    for (const span of later ? [] : spans) {
      for (const { buffer, as } of this.#views) {
        writeSpan(this.#kernels, buffer, span, this.#rate, as)
      }
    }
    if (last !== undefined) this.#last = last.offset + last.frames - 1
    for (const view of this.#views) this.#flag(view, 1)
  }

  #currentOf({ buffer, current }: View): number {
    const last = this.#last
    return last === undefined ? current : (this.#arena.floats[(buffer >>> 2) + last] ?? 0)
  }

  #jump(view: View, value: number): void {
    // As the buffer rounds it: how a block ended must not show in what goes on from there.
    view.current = Math.fround(value)
    this.#hold(view)
  }

  #hold(view: View): void {
    this.#arena.floats[view.buffer >>> 2] = view.current
    this.#flag(view, 0)
  }

  #flag(view: Pick<View, 'flags'>, moving: 0 | 1): void {
    const { words } = this.#arena
    for (const flag of view.flags) words[flag >>> 2] = moving
  }
}

function convert(as: Conversion, value: number): number {
  if (as === 'gain') return value <= SILENT ? 0 : Math.exp(value * NEPERS)
  return as === 'percent' ? value / 100 : value
}

function revert(as: Conversion, value: number): number {
  if (as === 'gain') return value <= 0 ? SILENT : Math.max(SILENT, Math.log(value) / NEPERS)
  return as === 'percent' ? value * 100 : value
}
