import { fail, QUANTUM, type Failure, type Frames } from '#shared/kit'
import { FADE } from './scene'
import type { ScriptFade } from './script-fade'
import type { ScriptVoice } from './script-voice'

/** Quanta in which new code runs unheard: 43 ms at 48 kHz. */
const UNHEARD = 16
/** Quanta in a row in which it may give no answer while the old code does: five seconds. */
const MOST_AWAY = 1875
/** Quanta until it has begun, on a machine that is busy: half a minute. */
const MOST_STARTING = 11_250

/**
 * New code beside the old: unheard until it has shown that it works, then crossing. The gains of the crossing follow
 * from how alike the two sound, so that the level stays: a straight line for the same sound, equal power for two that
 * have nothing in common.
 */
export class ScriptTrial implements Disposable {
  readonly voice: ScriptVoice
  readonly #fade: ScriptFade
  readonly #label: string
  readonly #sums = new Float64Array(3)
  #unheard = 0
  #away = 0
  #starting = 0
  #clock: Frames = 0
  #likeness = 0

  constructor(voice: ScriptVoice, fade: ScriptFade, label: string) {
    this.voice = voice
    this.#fade = fade
    this.#label = label
  }

  /**
   * Works on what the old code has just made, if it `answered`. Once this says anything but `goes on` it is over.
   */
  run(
    offset: Frames,
    quanta: number,
    lag: Frames,
    answered: boolean,
  ): 'goes on' | 'passed' | Failure {
    const fade = this.#fade
    const frames = quanta * QUANTUM
    fade.keep(offset, frames)
    const { done, failure } = this.voice.call(offset, quanta, lag)
    const made = done * QUANTUM
    const isSound = fade.compare(offset, made, this.#sums)
    if (failure === undefined && !isSound) {
      if (this.#clock > 0) this.#fallBack(offset, 0, quanta)
      else fade.restore(offset, 0, frames)
      return this.#spoilt()
    }
    if (this.#unheard < UNHEARD) {
      fade.restore(offset, 0, frames)
      this.#unheard += done
      if (this.#unheard >= UNHEARD) this.#likeness = likenessOf(this.#sums)
    } else {
      fade.cross(offset, made, { clock: this.#clock, likeness: this.#likeness })
      fade.note(offset, done)
      if (done < quanta) this.#fallBack(offset, done, quanta)
      else this.#clock += frames
    }
    if (failure !== undefined) return failure
    if (done > 0) this.#away = 0
    else if (this.voice.starting) this.#starting += quanta
    // Where the old code is late as well, the machine is.
    else if (answered) this.#away += quanta
    if (this.#away > MOST_AWAY || this.#starting > MOST_STARTING) {
      return fail('script-replace-failed', `The new code of ${this.#label} does not answer.`)
    }
    return this.#clock >= FADE ? 'passed' : 'goes on'
  }

  [Symbol.dispose](): void {
    this.voice[Symbol.dispose]()
  }

  /** It stopped in the middle of crossing: back to the old sound. */
  #fallBack(offset: Frames, done: number, quanta: number): void {
    const from = done * QUANTUM
    this.#fade.restore(offset, from, quanta * QUANTUM)
    this.#fade.jump(offset + from)
    this.#fade.pass(offset + from, quanta - done)
    this.#clock = 0
  }

  #spoilt(): Failure {
    const detail = `The new code of ${this.#label} gives samples that are no numbers.`
    return fail('script-replace-failed', detail)
  }
}

/** 0 to 1. */
function likenessOf([both = 0, ours = 0, theirs = 0]: Float64Array): number {
  const size = Math.sqrt(ours * theirs)
  return size > 0 ? Math.min(1, Math.max(0, both / size)) : 1
}
