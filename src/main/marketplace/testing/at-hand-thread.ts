import { registerHooks } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { silentLog } from '../../kit'

// Code is scanned here and not in a process of its own, which is there only once all is built.
registerHooks({
  resolve(specifier, context, next) {
    const isWorker = specifier === './in-worker' && context.parentURL?.includes('/packages/')
    return next(isWorker === true ? './testing/at-hand' : specifier, context)
  },
})
const { marketThreadSchema, serveMarket } = await import('../thread/serve-market')
const { paths } = marketThreadSchema.parse(workerData)
const openParts = () => {
  throw new Error('Nothing is tried here.')
}
if (parentPort !== null) {
  serveMarket(parentPort, { paths, log: silentLog, openParts, onClosed: () => process.exit() })
}
