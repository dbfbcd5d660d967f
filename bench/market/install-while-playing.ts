import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseProject } from '#shared/graph'
import { QUANTUM, unwrap } from '#shared/kit'
import { buildEngineGraph, RealTimeEngine } from '../../src/main/engine'
import { rootFolder, silentLog } from '../../src/main/kit'
import { marketAt } from '../../src/main/marketplace/testing/kill-turns'
import { NpmDouble } from '../../src/main/marketplace/testing/npm-double'
import { addRegistry } from '../../src/main/marketplace/registries/registry-list'
import { builtInPlugins, loadPlugins } from '../../src/main/plugins'
import { packPlugin } from '../../src/main/plugins/packages'
import { done, put, smallPlugin } from '../../src/main/plugins/packages/testing/plugin-files'
import { TempFolder } from '../../src/main/plugins/packages/testing/temp-folder'
import { percentiles, type MarketRow } from './market-row'

const RATE = 48_000
/** What the app asks for ahead: 24 ms. */
const AHEAD_QUANTA = 9
const QUANTUM_MS = (QUANTUM / RATE) * 1000

/** A package of a megabyte, from a registry over HTTP, while the demo plays. */
export async function installRow(runs: number): Promise<MarketRow> {
  using temp = new TempFolder()
  await using npm = new NpmDouble()
  await npm.start()
  const id = 'large'
  const files = { ...smallPlugin({ id }), 'noise.bin': randomBytes(2 ** 20) }
  const { bytes } = done(await packPlugin(put(temp.at('source'), files)))
  await npm.offer({ bytes })
  for (const name of ['data', 'catalogue']) mkdirSync(temp.at(name))
  await using market = marketAt(temp.path)
  const { parts } = market.shop
  unwrap(await addRegistry(parts.places, { name: 'own', address: npm.address }, temp.path))
  unwrap(await market.catalogue.refresh('own'))
  await using listener = await Listener.start()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const began = performance.now()
    const task = await market.ended(market.install({ id, agreed: true }))
    times.push(performance.now() - began)
    if (task?.state !== 'done') throw new Error(JSON.stringify(task?.failures))
    await market.ended(market.uninstall(id, {}))
  }
  const { xruns, heard } = listener
  return {
    what: 'install 1 MB while it plays',
    ...percentiles(times),
    goalMs: 1000,
    note: `${xruns} blocks missed of ${heard}`,
  }
}

/** Takes blocks as a sound card does: one each 2.67 ms, whether it is there or not. */
class Listener implements AsyncDisposable {
  xruns = 0
  heard = 0
  readonly #engine = new RealTimeEngine(silentLog)
  readonly #timer: NodeJS.Timeout
  #arrived = 0
  #asked = 0
  #began = 0

  private constructor(graph: ReturnType<typeof buildEngineGraph>, onReady: () => void) {
    this.#engine.load('bench', graph)
    const { epoch } = this.#engine.play(0)
    this.#engine.blocks.on(bytes => {
      // Frames of a block stand in its header, of four bytes from the fourth on.
      this.#arrived += new DataView(bytes.buffer).getUint32(4, true) / QUANTUM
      if (this.#began > 0 || this.#arrived < AHEAD_QUANTA) return
      this.#began = performance.now()
      onReady()
    })
    const ask = (blocks: number) => {
      if (blocks <= 0) return
      this.#asked += blocks
      this.#engine.pull({ epoch, blocks })
    }
    ask(AHEAD_QUANTA)
    this.#timer = setInterval(() => {
      if (this.#began === 0) return
      const due = Math.floor((performance.now() - this.#began) / QUANTUM_MS)
      // What is due and not there was silence on the card.
      if (due > this.#arrived) {
        this.xruns += due - Math.max(this.#arrived, this.heard)
      }
      this.heard = Math.max(this.heard, due)
      ask(due + AHEAD_QUANTA - this.#asked)
    }, 1)
  }

  static async start(): Promise<Listener> {
    const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
    const file = join(rootFolder(), 'resources/demos/first-light.wireharp')
    const document = unwrap(parseProject(readFileSync(file, 'utf8')))
    document.transport.length = 3600
    const { promise, resolve } = Promise.withResolvers<void>()
    const graph = buildEngineGraph(document, { catalog, code, sounds: new Map() })
    const listener = new Listener(graph, resolve)
    await promise
    return listener
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#engine[Symbol.asyncDispose]()
  }
}
