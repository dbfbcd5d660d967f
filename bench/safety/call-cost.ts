import { Playing } from '../script-hosts/playing'
import { median } from '../median'

const NODES = 32
const QUANTUM = 128
const ROUNDS = 15
/** The clock of a thread’s processor time is a coarse one. */
const BLOCKS = 400
/** As good as nothing, but heard: what is silent is not called. */
const NOTHING = 'outputs.out[0][0] = 0.001'

/**
 * Microseconds of the processor that the way into an isolate and back takes, in the engine’s own process, with
 * samples for so many quanta: for a node that does as good as nothing.
 */
export function callCost(quantaPerCall: number): number {
  using one = new Playing('engine', 1, 1, NOTHING)
  using many = new Playing('engine', 1, 1 + NODES, NOTHING)
  const runs = [one, many].map(playing => () => playing.render(quantaPerCall * QUANTUM))
  for (const playing of [one, many]) playing.start()
  for (let block = 0; block < BLOCKS; block++) for (const run of runs) run()
  // Turn about, so that what else the machine does meets both alike.
  const rounds = Array.from({ length: ROUNDS }, () => runs.map(microsOf))
  const [few = 0, more = 0] = runs.map((_run, index) =>
    median(rounds.map(round => round[index] ?? 0)),
  )
  return (more - few) / NODES
}

/** Of the processor, for one block. */
function microsOf(run: () => void): number {
  const before = process.threadCpuUsage()
  for (let block = 0; block < BLOCKS; block++) run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / BLOCKS
}
