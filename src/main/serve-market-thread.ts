import { parentPort, workerData } from 'node:worker_threads'
import { createLog } from './kit'
import { marketThreadSchema, serveMarket } from './marketplace/thread/serve-market'
import { openParts } from './tools'

const { paths } = marketThreadSchema.parse(workerData)
const log = createLog({ folder: paths.logs, name: 'marketplace' })
if (parentPort !== null) {
  serveMarket(parentPort, { paths, log, openParts, onClosed: () => process.exit() })
}
