/** A process that owes something and says nothing for so long is taken for hung. */
const SILENT_MS = 2000
/** So long a process may take to start: on a machine that is busy with other things it gets little of it. */
const START_MS = 30_000
/** So often a process is asked whether it lives, of whose debts nothing is known here. */
const BEAT_MS = 1000

export interface WatchedProcess {
  /** Whether it owes anything that is known here. */
  readonly owes: () => boolean
  /** Whether anything is to be heard of it at all. */
  readonly sounds: () => boolean
  /** Asks it for a sign of life. */
  readonly ping: () => void
  readonly kill: () => void
}

/** The deadline of last resort: a process’s own watchdog knows who hung, this one only that it is silent. */
export class LifeSigns implements Disposable {
  readonly #process: WatchedProcess
  #deadline: NodeJS.Timeout | undefined
  #beat: NodeJS.Timeout | undefined
  #start: NodeJS.Timeout | undefined
  #pinged = false

  constructor(process: WatchedProcess) {
    this.#process = process
  }

  /** It gave a sign of life; `isAnswer`: to the question for one. */
  heard(isAnswer = false): void {
    if (isAnswer) this.#pinged = false
    this.forget()
    this.expect()
  }

  /** Asking again is no sign of life: a deadline that runs goes on. */
  expect(): void {
    const { owes, sounds, kill } = this.#process
    const waits = this.#deadline !== undefined || this.#start !== undefined
    if (waits || !sounds() || !(owes() || this.#pinged)) return
    this.#deadline = setTimeout(kill, SILENT_MS)
  }

  /** Pages ask it by themselves from now on. */
  beat(): void {
    this.#beat ??= setInterval(() => {
      if (this.#pinged || !this.#process.sounds()) return
      this.#pinged = true
      this.#process.ping()
      this.expect()
    }, BEAT_MS).unref()
  }

  forget(): void {
    clearTimeout(this.#deadline)
    this.#deadline = undefined
  }

  /** Another process: it owes nothing until it is ready, and for that it has longer. */
  renew(ready: Promise<void>): void {
    this.#leave()
    const start = setTimeout(this.#process.kill, START_MS).unref()
    this.#start = start
    void ready.then(() => {
      if (this.#start !== start) return
      this.#leave()
      this.expect()
    })
  }

  [Symbol.dispose](): void {
    this.#leave()
    clearInterval(this.#beat)
  }

  #leave(): void {
    this.forget()
    clearTimeout(this.#start)
    this.#start = undefined
    this.#pinged = false
  }
}
