import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

// Of this thread alone, as Linux counts: whatever it unpacks, whoever makes the sound comes first. Elsewhere it would be the
// whole process. Before all that it loads: that alone takes a third of a second of the processor.
if (process.platform === 'linux') setPriority(5)

const [{ createLog }, { marketThreadSchema, serveMarket }, { openParts }] = await Promise.all([
  import('./kit'),
  import('./marketplace/thread/serve-market'),
  import('./tools'),
])

const { paths } = marketThreadSchema.parse(workerData)
const log = createLog({ folder: paths.logs, name: 'marketplace' })
if (parentPort !== null) {
  serveMarket(parentPort, { paths, log, openParts, onClosed: () => process.exit() })
}
