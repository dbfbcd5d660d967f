import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import type { ExportFormat } from '#shared/contract'
import { emptyProject, type Project } from '#shared/graph'
import { renderProject } from '../../src/main/exports'
import { silentLog } from '../../src/main/kit'
import { createLibraryService } from '../../src/main/library'
import { builtInPlugins, loadPlugins } from '../../src/main/plugins'
import { processesBelow, residentMegabytes } from './resident'

const formats = ['wav24', 'wav32f', 'flac', 'mp3', 'opus'] as const satisfies readonly ExportFormat[]
const EFFECTS = 8
const WAIT_MS = 250

export interface StreamingRow {
  readonly format: ExportFormat
  readonly minutes: number
  /** Resident memory of the engine process after a tenth of the render, and the most from there to its end. */
  readonly startMb: number
  readonly mostMb: number
  readonly growthMb: number
  readonly fileMb: number
  readonly seconds: number
}

/**
 * Sends hours of noise through eight filters to the output and into a file, and watches the process that
 * does it all. The first tenth is for the code to be optimised and the arena to be filled: what grows after it leaks.
 */
export async function streamingBench(
  minutes: number,
  only?: string,
): Promise<readonly StreamingRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-streaming-'))
  try {
    const rows: StreamingRow[] = []
    for (const format of formats.filter(name => only === undefined || name === only)) {
      rows.push(await stream(folder, format, minutes))
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function stream(
  folder: string,
  format: ExportFormat,
  minutes: number,
): Promise<StreamingRow> {
  const plugins = loadPlugins({ builtIn: builtInPlugins() })
  const missing = {
    opened: () => ({ ok: false, error: { code: 'project-not-open', message: '' } }) as const,
  }
  const library = createLibraryService({
    projects: missing,
    paths: { cache: folder },
    log: silentLog,
  })
  const out = join(folder, `out.${format}`)
  const before = new Set(processesBelow(process.pid))
  let done = 0
  let startMb = 0
  let mostMb = 0
  const timer = setInterval(() => {
    const engine = processesBelow(process.pid).find(pid => !before.has(pid))
    const now = engine === undefined ? 0 : residentMegabytes(engine)
    if (done < 0.1 || startMb === 0) startMb = now
    mostMb = Math.max(done < 0.1 ? 0 : mostMb, now)
  }, WAIT_MS)
  const began = performance.now()
  const parts = { library, plugins, log: silentLog }
  const onProgress = (share: number): void => void (done = share)
  const document = chain(minutes)
  unwrap(await renderProject({ document, folder, out, replace: true, format, onProgress }, parts))
  clearInterval(timer)
  const seconds = (performance.now() - began) / 1000
  const fileMb = statSync(out).size / 2 ** 20
  rmSync(out)
  return { format, minutes, startMb, mostMb, growthMb: mostMb - startMb, fileMb, seconds }
}

/** Noise through eight filters to the output: ten nodes, and nothing that packs well. */
function chain(minutes: number): Project {
  const project = emptyProject('streaming', 'Streaming')
  project.transport.length = minutes * 60
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  const ids = ['noise', ...Array.from({ length: EFFECTS }, (_, index) => `f${index}`), 'output']
  for (const [index, id] of ids.entries()) {
    if (id !== 'output') {
      const type = id === 'noise' ? 'noise/noise' : 'filter/filter'
      nodes[id] = { id, type, position, params: {} }
    }
    const from = ids[index - 1]
    if (from === undefined) continue
    cables[`c${index}`] = {
      id: `c${index}`,
      from: { node: from, port: 'out' },
      to: { node: id, port: 'in' },
    }
  }
  return project
}
