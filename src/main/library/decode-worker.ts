import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { decodeSound } from './decode-sound'

/** A thread for one file: it can be ended when it takes too long, and its memory is limited. */
const job = z.object({ source: z.string(), target: z.string() }).parse(workerData)
parentPort?.postMessage(await decodeSound(job), [])
