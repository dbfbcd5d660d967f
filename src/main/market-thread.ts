import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { createLog } from './kit'
import { marketThreadSchema, serveMarket } from './marketplace/thread/serve-market'
import { openParts } from './tools'

// Of this thread alone, as Linux counts: whatever it unpacks, whoever makes the sound comes first. Elsewhere it would be the
// whole process.
if (process.platform === 'linux') setPriority(5)

const { paths } = marketThreadSchema.parse(workerData)
const log = createLog({ folder: paths.logs, name: 'marketplace' })
if (parentPort !== null) {
  serveMarket(parentPort, { paths, log, openParts, onClosed: () => process.exit() })
}
