import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Loaded into the app before its own code: on SIGUSR2 it writes the longest turn since the last time, in ms, and begins anew.
const file = process.env['WIREHARP_TURNS']
if (isMainThread && file !== undefined && process.argv[1]?.endsWith('cli.js')) {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  process.on('SIGUSR2', () => {
    writeFileSync(file, String(delays.max / 1e6))
    delays.reset()
  })
}
