import { readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { BLOCK, BLOCK_MS, kill9, LOOK_AHEAD_MS, Playing } from '../script-hosts/playing'

const NODES = 100
/** Turns of both kinds follow each other, so that what else the machine does meets both alike. */
const TURN_MS = 5000
/** So many turns with kills follow one without: enough to tell the machine's own late blocks. */
const HARD_TURNS = 4
/** A plugin that is not back after so long is lost. */
const LOST_MS = 10_000
/** Where kills are later than they should be: as many of them are still to be done. */
const MOST_EXTRA = 2

export interface SoakRow {
  readonly run: 'left alone' | 'killed'
  readonly seconds: number
  readonly kills: number
  /** Those after which the plugin did not come back. */
  readonly lost: number
  /** From the kill to the first sample of the successor. */
  readonly backMsP50: number
  readonly backMsMax: number
  readonly blocks: number
  /** Blocks that were there later than the look-ahead allows; of the turns without kills they are the machine’s own. */
  readonly xruns: number
  readonly longestBlockMs: number
  readonly othersIdentical: boolean
  /** Of the process that sounds, at the end. */
  readonly rssMb: number
  readonly descriptors: number
}

export interface SoakReport {
  readonly rows: readonly SoakRow[]
  readonly verdict: 'passed' | 'failed' | 'undecided'
  readonly why: string
}

interface Counted {
  ms: number
  blocks: number
  xruns: number
  longest: number
  identical: boolean
}

/**
 * A hundred nodes play beside a plugin in real time, in turns: left alone, and killed again and again. The turns
 * with kills last so many minutes together, the others a quarter of that.
 */
export async function soakBench(kills: number, minutes: number): Promise<SoakReport> {
  using soak = new Soak(kills / (minutes * 60_000))
  const turns = Math.max(1, Math.round((minutes * 60_000) / TURN_MS))
  const turnMs = (minutes * 60_000) / turns
  await soak.begin()
  const before = used()
  for (let turn = 0; turn < turns; turn++) {
    if (turn % HARD_TURNS === 0) await soak.turn(turnMs, 0)
    await soak.turn(turnMs, kills)
  }
  const most = performance.now() + MOST_EXTRA * minutes * 60_000
  while (soak.killed < kills && performance.now() < most) await soak.turn(turnMs, kills)
  await soak.rest()
  const rows = soak.rows(before)
  return { rows, ...judged(rows, kills, soak.otherTroubles) }
}

function judged(
  rows: readonly SoakRow[],
  asked: number,
  troubles: readonly string[],
): Pick<SoakReport, 'verdict' | 'why'> {
  const [calm, hard] = rows
  if (calm === undefined || hard === undefined) return { verdict: 'failed', why: 'Nothing ran.' }
  const { kills, lost, othersIdentical, xruns } = hard
  const grown = hard.descriptors - calm.descriptors
  const faults = [
    kills < asked && `only ${kills} of ${asked} kills`,
    lost > 0 && `${lost} times the plugin did not come back`,
    !(othersIdentical && calm.othersIdentical) && 'other nodes gave other samples',
    grown > 4 && `${grown} descriptors more than at the start`,
  ].filter(fault => fault !== false)
  if (troubles.length > 0) faults.push(`troubles that no kill explains: ${troubles.join(', ')}`)
  const isOurs = xruns > 0 && calm.xruns === 0
  if (isOurs) faults.push(`${xruns} late blocks, none where nothing was killed`)
  if (faults.length > 0) return { verdict: 'failed', why: `${faults.join('; ')}.` }
  if (xruns > 0) {
    const why = `${xruns} late blocks, but ${calm.xruns} where nothing was killed: the machine is too busy to tell.`
    return { verdict: 'undecided', why }
  }
  return { verdict: 'passed', why: `${kills} kills, no late block, the very samples of before.` }
}

class Soak implements Disposable {
  killed = 0
  readonly #kills: number
  readonly #bench = new Playing('host', NODES)
  readonly #alone = new Playing('host', NODES, 0)
  readonly #counted: Record<'calm' | 'hard', Counted> = { calm: nothing(), hard: nothing() }
  readonly #back: number[] = []
  #lost = 0
  #killedAt: number | undefined
  #events = 0

  /** `kills`: a millisecond. */
  constructor(kills: number) {
    this.#kills = kills
  }

  /** Until the plugin is heard. */
  async begin(): Promise<void> {
    this.#bench.start()
    this.#alone.start()
    const began = performance.now()
    while (this.#bench.guests.length === 0 && performance.now() - began < LOST_MS) {
      this.#block(nothing())
      await setTimeout(BLOCK_MS)
    }
    await this.turn(1000, 0, nothing())
  }

  /** In real time; with kills evenly over it, until there were so many altogether. */
  async turn(lasts: number, kills: number, counted = this.#counted[kills > 0 ? 'hard' : 'calm']) {
    const began = performance.now()
    let due = began
    let next = began
    while (performance.now() - began < lasts) {
      const now = performance.now()
      if (this.killed < kills && this.#killedAt === undefined && now >= next) {
        const [pid] = this.#bench.guests
        if (pid !== undefined) {
          kill9(pid)
          this.#killedAt = now
          this.killed += 1
          next += 1 / this.#kills
        }
      }
      this.#block(counted)
      counted.blocks += 1
      const late = performance.now() - due
      if (late > LOOK_AHEAD_MS) counted.xruns += 1
      // What was missed is missed: the next one is due when it would be.
      due = late > LOOK_AHEAD_MS ? performance.now() + BLOCK_MS : due + BLOCK_MS
      this.#listen()
      await setTimeout(Math.max(0, due - performance.now()))
    }
    counted.ms += performance.now() - began
  }

  /** Until all that was killed is back, or lost. */
  async rest(): Promise<void> {
    while (this.#killedAt !== undefined) await this.turn(100, 0, nothing())
  }

  /** Codes of what went wrong with the plugin beside its deaths. */
  get otherTroubles(): readonly string[] {
    const codes = this.#bench.troubles.map(({ code }) => code)
    return [...new Set(codes)].filter(code => code !== 'script-died')
  }

  rows(before: ReturnType<typeof used>): readonly SoakRow[] {
    const sorted = this.#back.toSorted((a, b) => a - b)
    const row = (run: SoakRow['run'], { ms, blocks, xruns, longest, identical }: Counted) => ({
      run,
      seconds: Math.round(ms / 1000),
      kills: run === 'killed' ? this.killed : 0,
      lost: run === 'killed' ? this.#lost : 0,
      backMsP50: run === 'killed' ? Math.round(sorted[sorted.length >> 1] ?? 0) : 0,
      backMsMax: run === 'killed' ? Math.round(sorted.at(-1) ?? 0) : 0,
      blocks,
      xruns,
      longestBlockMs: Math.round(longest * 10) / 10,
      othersIdentical: identical,
    })
    const { calm, hard } = this.#counted
    return [
      { ...row('left alone', calm), ...before },
      { ...row('killed', hard), ...used() },
    ]
  }

  [Symbol.dispose](): void {
    this.#bench[Symbol.dispose]()
    this.#alone[Symbol.dispose]()
  }

  #block(counted: Counted): void {
    const began = performance.now()
    this.#bench.render(BLOCK)
    counted.longest = Math.max(counted.longest, performance.now() - began)
    this.#alone.render(BLOCK)
    counted.identical &&= this.#bench.same(this.#alone)
    // So that the next one comes at once: that it comes ever later is tested elsewhere.
    this.#bench.scripts.hosts.forgive()
  }

  #listen(): void {
    const { events } = this.#bench
    const isBack = events.slice(this.#events).some(({ kind }) => kind === 'recovered')
    this.#events = events.length
    if (this.#killedAt === undefined) return
    const waited = performance.now() - this.#killedAt
    if (isBack) this.#back.push(waited)
    else if (waited > LOST_MS) this.#lost += 1
    else return
    this.#killedAt = undefined
  }
}

function nothing(): Counted {
  return { ms: 0, blocks: 0, xruns: 0, longest: 0, identical: true }
}

function used() {
  return {
    rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    descriptors: countDescriptors(),
  }
}

/** 0 where the system does not tell. */
function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
