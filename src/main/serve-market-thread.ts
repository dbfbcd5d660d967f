import { parentPort, workerData } from 'node:worker_threads'
import { createLog } from './kit'
import { marketThreadSchema, serveMarket } from './marketplace/thread/serve-market'
import { openParts } from './tools'

/** The marketplace in a thread of its own, for whoever began the thread. */
export function serveMarketThread(): void {
  const { paths } = marketThreadSchema.parse(workerData)
  const log = createLog({ folder: paths.logs, name: 'marketplace' })
  if (parentPort === null) return
  serveMarket(parentPort, { paths, log, openParts, onClosed: () => process.exit() })
}
