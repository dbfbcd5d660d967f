import { err, fail, ok, QUANTUM, type Failure, type Hertz, type Result } from '#shared/kit'
import { QUESTIONS } from './host-frames'
import { makePayload, type MakeQuestion } from './host-questions'
import { ScriptBlock, type ScriptLayout } from './script-block'
import { readAnswers, writeCalls, type RunAnswer } from './run-frames'
import { failureIn, failureOf, MOST_STILLBORN, SET_UP_MS, type ScriptHost } from './script-host'
import type { HostedCode, ScriptHosts } from './script-hosts'
import type { RunningScript } from './script-instance'
import { allowedMs, quantaOf, type ScriptLimits } from './script-limits'

export interface RemoteScriptOptions {
  readonly hosts: ScriptHosts
  readonly code: HostedCode
  readonly limits: ScriptLimits
  /** What its host calls it, and the key in the manifest. */
  readonly label: string
  readonly node: string
  readonly rate: Hertz
  readonly layout: ScriptLayout
  readonly kept?: string
}

/** A node that is asked together with one before it. */
export interface Follower {
  readonly script: RemoteScript
  /** Where its inputs come from: see `RunCall`. */
  readonly links: readonly number[]
}

const NOTHING = new Uint8Array()
const NOBODY: readonly Follower[] = []
/** Part of the sound’s time that it may spend on waiting for what does not come; some of it may be saved up. */
const IN_VAIN = 0.05
const CREDIT_MS = 16
const LEAST_WAIT_MS = 0.25

/**
 * A node whose script runs in a process of its own. Where the answer is not there in time the node is “away” for the
 * call; where the process is gone it says so once, and comes back with the next one.
 */
export class RemoteScript implements RunningScript {
  readonly block: ScriptBlock
  readonly #options: RemoteScriptOptions
  readonly #question: MakeQuestion
  #host: ScriptHost | undefined
  #number = 0
  #made = false
  /** Processes in a row that ended before they began. */
  #stillborn = 0
  #away = false
  #returns = true
  /** Quanta of a call that was asked for and not answered yet. */
  #asked = 0
  #failure: Failure | undefined
  /** Of the processor, in its own calls; setting up is nothing that the sound waits for. */
  #spentMs = 0
  /** Of it, what was answered before. */
  #countedMs = 0
  /** Milliseconds that sound may still wait in vain. */
  #credit = CREDIT_MS
  /** To be asked with the next call. */
  #followers = NOBODY
  #heard = false
  #answered = false
  #sharedMs = 0

  private constructor(options: RemoteScriptOptions) {
    const { label, node, rate, layout, kept, limits } = options
    this.#options = options
    this.block = new ScriptBlock(layout, quantaOf(limits, layout))
    this.#question = { label, node, rate, layout, ...(kept !== undefined && { kept }) }
  }

  /** Answers at once where sound runs, and starts meanwhile; else waits until it is there. */
  static make(options: RemoteScriptOptions): Result<RemoteScript> {
    const script = new RemoteScript(options)
    const { hosts } = options
    if (hosts.hurried) {
      script.#ready()
      return script.#failure === undefined ? ok(script) : err(script.#failure)
    }
    const { host } = script
    host?.settle()
    script.#ready()
    if (script.#failure !== undefined) return err(script.#failure)
    return ok(script)
  }

  get host(): ScriptHost | undefined {
    this.#ready()
    return this.#host
  }

  get away(): boolean {
    return this.#away
  }

  get starting(): boolean {
    return !this.#made && this.#failure === undefined
  }

  get returns(): boolean {
    return this.#returns
  }

  spent(): number {
    const spent = this.#spentMs - this.#countedMs
    this.#countedMs = this.#spentMs
    return spent
  }

  /** Of the time that the last call took, what was others’; less than nothing where others took some for it. */
  get sharedMs(): number {
    return this.#sharedMs
  }

  /** Its process, if it could be asked at once. */
  get ready(): ScriptHost | undefined {
    const host = this.#ready()
    const can = host !== undefined && this.#made && !host.busy && this.#failure === undefined
    return can ? host : undefined
  }

  /** Whether it was asked together with another, and the answer is there: the next call only takes it. */
  get answered(): boolean {
    return this.#answered
  }

  /** Asks for those too with the next call: nodes of the same process, whose blocks are written. */
  lead(followers: readonly Follower[]): void {
    this.#followers = followers
  }

  process(quanta: number): Failure | undefined {
    const { block } = this
    if (this.#answered) {
      this.#answered = false
      this.#away = false
      block.settle()
      return this.#told()
    }
    this.#sharedMs = 0
    block.begin(quanta)
    this.#away = false
    this.#save(quanta)
    const failure = this.#process(quanta)
    block.settle()
    return failure
  }

  save(): Result<string | undefined> {
    const host = this.#ready()
    if (host === undefined || !this.#made) return ok(undefined)
    let saved: Result<string | undefined> = err(
      fail('script-timeout', 'What it keeps did not come in time.'),
    )
    const question = host.writer.plain(QUESTIONS.save, this.#number, NOTHING)
    host.ask(question, this.#options.limits.setUpMs, frame => {
      const failure = failureOf(frame)
      const text = new TextDecoder().decode(frame.payload)
      saved = failure === undefined ? ok(text === '' ? undefined : text) : err(failure)
    })
    const { waitMs } = this.#options.limits
    if (waitMs === undefined) host.settle()
    else host.advance(waitMs)
    return host.ending === undefined ? saved : err(host.ending)
  }

  [Symbol.dispose](): void {
    const host = this.#host
    if (host !== undefined) host.tell(host.writer.plain(QUESTIONS.drop, this.#number, NOTHING))
    this.#host = undefined
  }

  #process(quanta: number): Failure | undefined {
    const host = this.#ready()
    const followers = this.#followers
    this.#followers = NOBODY
    if (this.#failure !== undefined) return this.#told()
    if (host === undefined || host.busy || !this.#made) {
      this.#away = true
      return undefined
    }
    const calls = 1 + followers.length
    this.#ask(host, [{ script: this, links: [] }, ...followers], quanta)
    const { waitMs } = this.#options.limits
    if (waitMs === undefined) host.settle(calls)
    else {
      const most = waitMs + quanta * calls
      const wait = Math.min(most, Math.max(this.#credit, LEAST_WAIT_MS))
      host.advance(wait, calls)
      if (this.#asked > 0) this.#credit -= wait
    }
    this.#sharedMs = 0
    for (const { script } of followers) {
      script.#answered = script.#heard
      if (script.#heard) this.#sharedMs -= script.#sharedMs
    }
    if (host.ending !== undefined) this.#ready()
    if (this.#failure !== undefined) return this.#told()
    this.#away = this.#asked > 0
    return undefined
  }

  #ask(host: ScriptHost, run: readonly Follower[], quanta: number): void {
    const calls = run.map(({ script, links }) => {
      script.#asked = quanta
      script.#heard = false
      return { node: script.#number, block: script.block, links }
    })
    const allowed = run.length * allowedMs(this.#options.limits, quanta)
    host.ask(writeCalls(host.writer, calls, quanta), allowed, frame => {
      const answers = readAnswers(frame, calls, quanta)
      for (const [index, { script }] of run.entries()) script.#hear(answers?.[index])
      if (answers === undefined) this.#disown(host)
    })
  }

  #save(quanta: number): void {
    const lasts = ((quanta * QUANTUM) / this.#options.rate) * 1000
    this.#credit = Math.min(CREDIT_MS, this.#credit + IN_VAIN * lasts)
  }

  /** Nothing where a node before it failed: it is asked again, by itself. */
  #hear(answer: RunAnswer | undefined): void {
    this.#asked = 0
    const host = this.#host
    if (answer === undefined || host === undefined) return
    this.#heard = true
    this.#sharedMs = -this.#spend(host, answer.cpuMs)
    if (answer.failure.byteLength > 0) this.#failed(host, failureIn(answer.failure))
  }

  #disown(host: ScriptHost): void {
    this.#failure = fail('script-died', 'Its process answered nonsense.')
    host.kill(this.#failure)
  }

  /** What it had since the last answer. */
  #spend(host: ScriptHost, cpuMs: number): number {
    const spent = Math.max(0, cpuMs - host.cpuMs)
    this.#spentMs += spent
    host.cpuMs = cpuMs
    return spent
  }

  #failed(host: ScriptHost, failure: Failure | undefined): void {
    if (failure === undefined) return
    this.#failure = failure
    // Its isolate is gone, and with it all of the plugin’s nodes.
    if (failure.code === 'script-memory') host.kill(failure)
    // Else the script failed, and not its process: nothing would change of itself.
    else this.#returns = false
  }

  #told(): Failure | undefined {
    const failure = this.#failure
    this.#failure = undefined
    return failure
  }

  /** The process with this node in it, if there is one now; else begins to make it. */
  #ready(): ScriptHost | undefined {
    const present = this.#host
    if (present !== undefined) {
      present.advance(0)
      if (present.ending === undefined && present.refusal === undefined) return present
      if (!this.#isStillborn(present)) this.#failure ??= present.ending
      // A render to a file must not go on with a gap.
      this.#returns = this.#options.limits.waitMs !== undefined
      this.#made = false
      this.#asked = 0
      this.#host = undefined
    }
    const { hosts, code } = this.#options
    const opened = hosts.open(code)
    if (!opened.ok) {
      this.#failure = opened.error
      this.#returns = false
      return undefined
    }
    const host = opened.value
    // What is told first, and only then begun anew.
    if (host === undefined || present !== undefined) return undefined
    this.#make(host)
    return host
  }

  /** Whether the machine is to blame for its end, as far as one can tell: it never took the code up. */
  #isStillborn({ begun, ending }: ScriptHost): boolean {
    if (begun || ending === undefined || this.#options.limits.waitMs === undefined) return false
    this.#stillborn += 1
    return this.#stillborn <= MOST_STILLBORN
  }

  #make(host: ScriptHost): void {
    this.#host = host
    this.#number = host.number()
    const question = host.writer.plain(QUESTIONS.make, this.#number, makePayload(this.#question))
    host.ask(question, SET_UP_MS, frame => {
      const failure = failureOf(frame)
      if (failure === undefined) host.cpuMs = frame.quanta
      else this.#spend(host, frame.quanta)
      this.#made = failure === undefined
      this.#stillborn = 0
      this.#failed(host, failure)
    })
  }
}
