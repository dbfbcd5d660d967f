import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import { decodeAudioBlock } from '#shared/contract'
import { parseProject } from '#shared/graph'
import { buildEngineGraph, RealTimeEngine } from '../../src/main/engine'
import { rootFolder, silentLog } from '../../src/main/kit'
import { builtInPlugins, loadPlugins } from '../../src/main/plugins'

/** Between two kills: long enough for the next spare to be ready. */
const PAUSE_MS = 700
const QUANTA_AHEAD = 16

export interface RestartRow {
  readonly kills: number
  readonly medianMs: number
  readonly worstMs: number
}

/**
 * Plays the demo, kills the engine process that sounds again and again, and times from the kill to the first
 * block of its successor, as the shell gets it. The sounds are left out: reading them is the page cache's work.
 */
export async function restartBench(kills: number): Promise<RestartRow> {
  const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
  const file = join(rootFolder(), 'resources/demos/first-light.wireharp')
  const document = unwrap(parseProject(readFileSync(file, 'utf8')))
  document.transport.length = 3600
  await using engine = new RealTimeEngine(silentLog)
  engine.load('demo', buildEngineGraph(document, { catalog, code, sounds: new Map() }))
  const times: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const { epoch } = engine.play(0)
    await nextBlock(engine, epoch)
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    const began = performance.now()
    process.kill(oldestEngine(), 'SIGKILL')
    await nextBlock(engine, epoch)
    times.push(performance.now() - began)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { kills, medianMs: sorted[kills >> 1] ?? 0, worstMs: sorted.at(-1) ?? 0 }
}

/** Asks for blocks and waits for the first of them. */
async function nextBlock(engine: RealTimeEngine, epoch: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  using _blocks = engine.blocks.on(bytes => {
    if (decodeAudioBlock(bytes.buffer)?.epoch === epoch) resolve()
  })
  engine.pull({ epoch, blocks: QUANTA_AHEAD })
  await promise
}

/** Of the two engine processes, the spare one is the younger. */
function oldestEngine(): number {
  const engines = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const ours = Number(parent) === process.pid && command.includes('engine-host.js')
        return ours ? [Number(name)] : []
      } catch {
        // It ended while we looked.
        return []
      }
    })
  return Math.min(...engines)
}
