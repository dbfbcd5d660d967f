import { setPriority } from 'node:os'

// Of this thread alone, as Linux counts: whatever it unpacks, whoever makes the sound comes first. Elsewhere it would be the
// whole process. Before all that it loads: that alone takes a third of a second of the processor.
if (process.platform === 'linux') setPriority(5)

const { serveMarketThread } = await import('./serve-market-thread')
serveMarketThread()
