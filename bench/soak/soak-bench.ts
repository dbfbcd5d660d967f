import { readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { BLOCK, BLOCK_MS, kill9, LOOK_AHEAD_MS, Playing } from '../script-hosts/playing'
import { chanceOf, leastTold, UNLIKELY } from './late-blocks'

const NODES = 100
/** Turns of both kinds follow each other, so that what else the machine does, and how that changes, meets both alike. */
const TURN_MS = 30_000
/** Before each of them, unheard: what the turn before did is over. */
const BETWEEN_MS = 1000
/** Late blocks that follow one another so closely have one cause. */
const SPELL_MS = 250
/** A run that would not see so many late spells a kill tells nothing. */
const TELLING = 0.05
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
  /** The same, those within a quarter of a second as one. */
  readonly spells: number
  readonly spellsAMinute: number
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
  spells: number
  lateAt: number
  longest: number
  identical: boolean
}

/**
 * A hundred nodes play beside a plugin in real time, in turns: killed again and again, and left alone. Those with kills
 * last so many minutes together, and those without as many.
 */
export async function soakBench(kills: number, minutes: number): Promise<SoakReport> {
  using soak = new Soak(kills / (minutes * 60_000))
  const turns = Math.max(1, Math.round((minutes * 60_000) / TURN_MS))
  const turnMs = (minutes * 60_000) / turns
  await soak.begin()
  const before = used()
  const both = async (turn: number) => {
    // This one first, then that one: what grows or wanes evenly meets both alike.
    for (const most of turn % 2 === 0 ? [0, kills] : [kills, 0]) await soak.turn(turnMs, most)
  }
  for (let turn = 0; turn < turns; turn++) await both(turn)
  const most = performance.now() + MOST_EXTRA * minutes * 60_000
  for (let turn = turns; soak.killed < kills && performance.now() < most; turn++) await both(turn)
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
  const { kills, lost, othersIdentical, spells } = hard
  const grown = hard.descriptors - calm.descriptors
  const faults = [
    kills < asked && `only ${kills} of ${asked} kills`,
    lost > 0 && `${lost} times the plugin did not come back`,
    !(othersIdentical && calm.othersIdentical) && 'other nodes gave other samples',
    grown > 4 && `${grown} descriptors more than at the start`,
  ].filter(fault => fault !== false)
  if (troubles.length > 0) faults.push(`troubles that no kill explains: ${troubles.join(', ')}`)
  const alone = { count: calm.spells, ms: calm.seconds * 1000 }
  const hardMs = hard.seconds * 1000
  const chance = chanceOf({ count: spells, ms: hardMs }, alone)
  const least = leastTold(hardMs, alone)
  const figures = `${spells} late spells in ${hard.seconds} s with ${kills} kills, ${calm.spells} in ${calm.seconds} s without`
  const part = `chance alone makes so many in ${(chance * 100).toPrecision(2)} % of runs`
  if (chance < UNLIKELY) faults.push(`${figures}: ${part}`)
  if (faults.length > 0) return { verdict: 'failed', why: `${faults.join('; ')}.` }
  if (spells === 0) {
    return { verdict: 'passed', why: `${kills} kills, no late block, the very samples of before.` }
  }
  const expected = (alone.count * hardMs) / alone.ms
  const isTelling = least - expected <= TELLING * kills
  return isTelling
    ? { verdict: 'passed', why: `${figures}: ${part}; ${least} would have been too many.` }
    : { verdict: 'undecided', why: `${figures}: too few kills to tell, since ${least} would be.` }
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
    await this.#play(BETWEEN_MS, 0, nothing())
  }

  /** In real time; with kills evenly over it, until there were so many altogether. */
  async turn(lasts: number, kills: number) {
    await this.rest()
    await this.#play(BETWEEN_MS, 0, nothing())
    await this.#play(lasts, kills, this.#counted[kills > 0 ? 'hard' : 'calm'])
  }

  async #play(lasts: number, kills: number, counted: Counted): Promise<void> {
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
      if (late > LOOK_AHEAD_MS) {
        counted.xruns += 1
        if (performance.now() - counted.lateAt > SPELL_MS) counted.spells += 1
        counted.lateAt = performance.now()
      }
      // What was missed is missed: the next one is due when it would be.
      due = late > LOOK_AHEAD_MS ? performance.now() + BLOCK_MS : due + BLOCK_MS
      this.#listen()
      await setTimeout(Math.max(0, due - performance.now()))
    }
    counted.ms += performance.now() - began
  }

  /** Until all that was killed is back, or lost. */
  async rest(): Promise<void> {
    while (this.#killedAt !== undefined) await this.#play(100, 0, nothing())
  }

  /** Codes of what went wrong with the plugin beside its deaths. */
  get otherTroubles(): readonly string[] {
    const codes = this.#bench.troubles.map(({ code }) => code)
    return [...new Set(codes)].filter(code => code !== 'script-died')
  }

  rows(before: ReturnType<typeof used>): readonly SoakRow[] {
    const sorted = this.#back.toSorted((a, b) => a - b)
    const row = (
      run: SoakRow['run'],
      { ms, blocks, xruns, spells, longest, identical }: Counted,
    ) => ({
      run,
      seconds: Math.round(ms / 1000),
      kills: run === 'killed' ? this.killed : 0,
      lost: run === 'killed' ? this.#lost : 0,
      backMsP50: run === 'killed' ? Math.round(sorted[sorted.length >> 1] ?? 0) : 0,
      backMsMax: run === 'killed' ? Math.round(sorted.at(-1) ?? 0) : 0,
      blocks,
      xruns,
      spells,
      spellsAMinute: Math.round((spells / ms) * 6_000_000) / 100,
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
  return { ms: 0, blocks: 0, xruns: 0, spells: 0, lateAt: 0, longest: 0, identical: true }
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
