import { parentPort } from 'node:worker_threads'
import { z } from 'zod'
import { checkpoint } from './checkpoint'

/** A thread that writes what SQLite’s log holds into the database, whenever it is told a path. */
parentPort?.on('message', (path: unknown) => {
  parentPort?.postMessage(checkpoint(z.string().parse(path)), [])
})
