import { mkdirSync } from 'node:fs'
import type { MarketTask } from '#shared/contract'
import { TempFolder } from '../../src/main/plugins/packages/testing/temp-folder'
import type { AppClient } from '../app-client'
import { percentiles, type MarketRow } from './market-row'
import { PageTurns } from './page-turns'
import { PlayingApp } from './playing-app'
import { startRegistry } from './registry-child'

const ID = 'large'

/**
 * A package of a megabyte, from a registry over HTTP, into the app while it plays the demo: app, registry and listener are
 * processes of their own, as they are for a user.
 */
export async function installRow(runs: number): Promise<MarketRow> {
  using temp = new TempFolder()
  mkdirSync(temp.at('home'))
  using registry = await startRegistry(ID)
  await using app = await PlayingApp.start(temp.at('home'))
  const { calls } = app.client
  await calls.marketplace.addRegistry({ name: 'own', address: registry.address })
  using listener = await app.listen()
  // What the demo costs by itself.
  await new Promise(resolve => setTimeout(resolve, 1000))
  const before = await app.longestTurn()
  const alone = await listener.sofar()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const began = performance.now()
    const { agreement } = await calls.marketplace.plan({ id: ID })
    await ended(app.client, await calls.marketplace.install({ id: ID, agreement }))
    times.push(performance.now() - began)
    await ended(app.client, await calls.marketplace.uninstall({ id: ID }))
  }
  const all = await listener.sofar()
  const turn = await app.longestTurn()
  return {
    what: 'install 1 MB while it plays',
    ...percentiles(times),
    goalMs: 1000,
    note: `${all.missed - alone.missed} quanta missed of ${all.heard - alone.heard} (${alone.missed} of ${alone.heard} before); the shell’s longest turn ${turn.toFixed(1)} ms (${before.toFixed(1)} before)`,
  }
}

/** The longest turns of the page and of the shell while a small plugin comes and goes: neither may hold up what moves. */
export async function turnsRow(runs: number): Promise<MarketRow> {
  using temp = new TempFolder()
  mkdirSync(temp.at('home'))
  using registry = await startRegistry(ID)
  await using app = await PlayingApp.start(temp.at('home'))
  const { calls, origin, cookie } = app.client
  await calls.marketplace.addRegistry({ name: 'own', address: registry.address })
  await using page = await PageTurns.open(origin, cookie)
  const rest = () => new Promise<void>(resolve => setTimeout(resolve, 500))
  // What is loaded once, and what was read at the start.
  for (let run = 0; run < 2; run++) await comeAndGo(app.client)
  await rest()
  await app.longestTurn()
  const idle = { page: await page.longestWhile(rest), shell: await app.longestTurn() }
  const turns: number[] = []
  const shell: number[] = []
  for (let run = 0; run < runs; run++) {
    await app.longestTurn()
    const turn = await page.longestWhile(async () => {
      await comeAndGo(app.client)
      // The folders are looked at once more, after it.
      await rest()
    })
    turns.push(turn)
    shell.push(await app.longestTurn())
  }
  const shells = percentiles(shell)
  return {
    what: 'longest turn of the page as one comes and goes',
    ...percentiles(turns),
    goalMs: 8,
    note: `the shell’s ${shells.p50Ms.toFixed(1)} and ${shells.p95Ms.toFixed(1)} ms; at rest ${idle.page.toFixed(1)} and ${idle.shell.toFixed(1)} ms`,
  }
}

async function comeAndGo(client: AppClient): Promise<void> {
  const { calls } = client
  const { agreement } = await calls.marketplace.plan({ id: ID })
  await ended(client, await calls.marketplace.install({ id: ID, agreement }))
  await ended(client, await calls.marketplace.uninstall({ id: ID }))
}

async function ended({ calls }: AppClient, { task }: { readonly task: string }): Promise<void> {
  const stop = new AbortController()
  const events = await calls.marketplace.watch(undefined, { signal: stop.signal })
  for await (const event of events) {
    const all: readonly MarketTask[] =
      event.kind === 'task' ? [event.task] : event.kind === 'state' ? event.tasks : []
    const own = all.find(({ id }) => id === task)
    if (own === undefined || own.state === 'running') continue
    stop.abort()
    if (own.state !== 'done') throw new Error(JSON.stringify(own.failures))
    return
  }
}
