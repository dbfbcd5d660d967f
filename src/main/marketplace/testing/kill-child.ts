import { registerHooks } from 'node:module'
import { appendFileSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unwrap } from '#shared/kit'

// Code is scanned here and not in a process of its own, which would go on when this one is killed. The list of kernels is made
// by the bundler, and no plugin of these has any.
registerHooks({
  resolve(specifier, context, next) {
    const isWorker = specifier === './in-worker' && context.parentURL?.includes('/packages/')
    return next(isWorker === true ? './testing/at-hand' : specifier, context)
  },
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/kernels/registry.ts')) return loaded
    const text = readFileSync(fileURLToPath(url), 'utf8')
    return { ...loaded, source: text.replace('import.meta.glob', '(() => ({}))') }
  },
})

/** Installs, updates and removes two plugins, one of which needs the other, until it is killed. */
const [home = '', log = ''] = process.argv.slice(2)
const { marketAt, turns } = await import('./kill-turns')
await using market = marketAt(home)
unwrap(await market.catalogue.refresh('shelf'))
await market.recover()
process.stdout.write('up\n')
for (;;) {
  for (const turn of turns(market)) {
    appendFileSync(log, `${turn.name}\n`)
    const task = await market.ended(turn.begin())
    if (task?.state !== 'done') {
      process.stdout.write(`${turn.name}: ${task?.failures.map(({ message }) => message).join()}\n`)
      process.exit(1)
    }
    appendFileSync(log, 'done\n')
  }
}
