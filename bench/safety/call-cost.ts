import { Playing } from '../script-hosts/playing'
import { median } from '../median'

const NODES = 32
const CHANNELS = 1
const QUANTUM = 128
const ROUNDS = 15
/** The clock of a thread’s processor time is a coarse one. */
const BLOCKS = 400

export interface CallCost {
  /** Microseconds of the processor, of a call of one quantum: the way there and back, and what the node does. */
  readonly call: number
  /** The same work as a plain function, called by nobody but this bench. */
  readonly alone: number
}

/** What the way into an isolate and back adds to what a script does there, in the engine’s own process. */
export function callCost(quantaPerCall: number): CallCost {
  using one = new Playing('engine', 1, 1)
  using many = new Playing('engine', 1, 1 + NODES)
  const alone = plain()
  const runs = [one, many].map(playing => () => playing.render(quantaPerCall * QUANTUM))
  for (const playing of [one, many]) playing.start()
  const work = [...runs, () => alone(NODES * quantaPerCall)]
  for (let block = 0; block < BLOCKS; block++) for (const run of work) run()
  // Turn about, so that what else the machine does meets all alike.
  const rounds = Array.from({ length: ROUNDS }, () => work.map(microsOf))
  const [few = 0, more = 0, bare = 0] = work.map((_run, index) =>
    median(rounds.map(round => round[index] ?? 0)),
  )
  const calls = NODES
  return { call: (more - few) / calls, alone: bare / calls }
}

/** Of the processor, for one block. */
function microsOf(run: () => void): number {
  const before = process.threadCpuUsage()
  for (let block = 0; block < BLOCKS; block++) run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / BLOCKS
}

/** What the guest of `Playing` does to a quantum, so many times. */
function plain(): (quanta: number) => void {
  const lines = () => Array.from({ length: CHANNELS }, () => new Float32Array(QUANTUM).fill(0.5))
  const [from, to] = [lines(), lines()]
  return quanta => {
    for (let quantum = 0; quantum < quanta; quantum++) {
      for (const [channel, line] of to.entries()) {
        const heard = from[channel] ?? line
        for (let i = 0; i < QUANTUM; i++) line[i] = (heard[i] ?? 0) / 2
      }
    }
  }
}
