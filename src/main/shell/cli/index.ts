import { processIo } from './io'
import { main } from './main'

// Set instead of called: what stands in the streams' buffers is still written.
process.exitCode = await main(process.argv.slice(2), processIo())
