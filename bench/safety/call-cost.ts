import { realTimeLimits } from '../../src/main/engine/host/script-limits'
import { Playing } from '../script-hosts/playing'
import { median } from '../median'

const NODES = 32
const QUANTUM = 128
const ROUNDS = 40
/** Sound’s own number in twice the time of a deadline, 100 ms: on average as many deadlines run as while it plays. */
const BLOCKS = 75
/** Until everything is compiled. */
const FIRST_BLOCKS = 400
/** As good as nothing, but heard: what is silent is not called. */
const NOTHING = 'outputs.out[0][0] = 0.001'
/** As the app has it: isolated-vm keeps a timer of every call until its deadline is over, and looks through them. */
const { callMs } = realTimeLimits

/**
 * Microseconds of the processor that the way into an isolate and back takes, in the engine’s own process, with
 * samples for so many quanta: for a node that does as good as nothing.
 */
export function callCost(quantaPerCall: number): number {
  using one = new Playing('engine', 1, 1, NOTHING, callMs)
  using many = new Playing('engine', 1, 1 + NODES, NOTHING, callMs)
  const runs = [one, many].map(playing => () => playing.render(quantaPerCall * QUANTUM))
  for (const playing of [one, many]) playing.start()
  for (let block = 0; block < FIRST_BLOCKS; block++) for (const run of runs) run()
  // Turn about, so that what else the machine does meets both alike.
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push([])
    for (const run of runs) rounds.at(-1)?.push(microsOf(run))
  }
  const [few = 0, more = 0] = runs.map((_run, index) =>
    median(rounds.map(round => round[index] ?? 0)),
  )
  return (more - few) / NODES
}

/** Of the processor, for one block. */
function microsOf(run: () => void): number {
  // The deadlines of the calls before are over then: blocks follow one another faster here than sound does. A machine that
  // rests meanwhile is half as fast for a while.
  for (const until = performance.now() + 1.5 * callMs; performance.now() < until;);
  const before = process.threadCpuUsage()
  for (let block = 0; block < BLOCKS; block++) run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / BLOCKS
}
