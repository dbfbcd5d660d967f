import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Project } from '#shared/graph'
import { err, fail, ok, type Result, type Seconds } from '#shared/kit'
import type { OfflineEngines } from '../engine'
import { renderProject } from '../exports'
import { attempt, readFailure, writeFailure, type Log } from '../kit'
import type { LibraryService } from '../library'
import { loadPlugins } from '../plugins'
import { loadProjectFile } from '../project'
import { nodeToHear, PHRASE_SECONDS, phraseFor } from './phrase'

/** A package that is unpacked, not among the plugins. */
export interface PreviewedPackage {
  readonly folder: string
  readonly version: string
  /** The project in it that shows it. */
  readonly demo?: string
}

export interface AuditionTools {
  readonly builtIn: string
  /** The plugins of the user, for what the package needs. */
  readonly user: string
  /** Where the demo projects lie, with their sounds. */
  readonly demos: string
  readonly library: Pick<LibraryService, 'decoded'>
  readonly engines: OfflineEngines
  readonly log: Log
}

export interface Audition {
  /** WAV, 16 bits. */
  readonly wav: Buffer
  readonly seconds: Seconds
  readonly by: 'author' | 'phrase'
  readonly node?: string
}

/** A demo says what it has to say in so long. */
const MOST_SECONDS = 15

interface Wanted {
  readonly id: string
  readonly signal: AbortSignal
  readonly onProgress: (done: number) => void
}

/** Renders how a package sounds: its plugin runs as one that nobody trusts, in a process of its own. */
export async function renderAudition(
  preview: PreviewedPackage,
  { id, signal, onProgress }: Wanted,
  { builtIn, user, demos, library, engines, log }: AuditionTools,
): Promise<Result<Audition>> {
  const plugins = loadPlugins({ builtIn, user, own: [preview.folder] })
  const info = plugins.plugins.find(({ folder }) => folder === preview.folder)
  if (info === undefined) return err(fail('package-damaged', 'It holds no plugin.'))
  if (info.state !== 'enabled') {
    return err(info.reason ?? fail('audition-impossible', 'It does not run here.'))
  }
  const piece =
    preview.demo === undefined
      ? await phrase(plugins.catalog, id, demos)
      : await demo(join(preview.folder, preview.demo), id)
  if (!piece.ok) return piece
  const { document, folder, by, node } = piece.value
  const seconds = Math.min(MOST_SECONDS, by === 'phrase' ? PHRASE_SECONDS : lengthOf(document))
  const place = await mkdtemp(join(tmpdir(), 'wireharp-audition-'))
  try {
    const out = join(place, 'demo.wav')
    const rendered = await renderProject(
      {
        document,
        folder,
        out,
        replace: true,
        format: 'wav16',
        embed: false,
        to: seconds,
        signal,
        onProgress,
      },
      { library, plugins, engines, log },
    )
    if (!rendered.ok) return rendered
    if (rendered.value.bypassed.includes('heard')) {
      return err(fail('audition-impossible', 'It failed while it was rendered.'))
    }
    const wav = await attempt(
      () => readFile(out),
      errno => readFailure(errno, out),
    )
    return wav.ok ? ok({ wav: wav.value, seconds, by, ...(node !== undefined && { node }) }) : wav
  } finally {
    await attempt(
      () => rm(place, { recursive: true, force: true }),
      errno => writeFailure(errno, place),
    )
  }
}

interface Piece {
  readonly document: Project
  readonly folder: string
  readonly by: Audition['by']
  readonly node?: string
}

async function demo(path: string, id: string): Promise<Result<Piece>> {
  const file = await loadProjectFile(path)
  if (!file.ok) return file
  const { document, folder } = file.value
  const shows = Object.values(document.graph.nodes).some(({ type }) => type.startsWith(`${id}/`))
  if (!shows) return err(fail('audition-impossible', 'Its demo does not use it.'))
  return ok({ document, folder, by: 'author' })
}

async function phrase(
  catalog: Parameters<typeof nodeToHear>[0],
  id: string,
  demos: string,
): Promise<Result<Piece>> {
  const definition = nodeToHear(catalog, id)
  if (definition === undefined) {
    return err(fail('audition-impossible', 'It has nothing that can be heard.'))
  }
  const shipped = await loadProjectFile(join(demos, 'first-light.wireharp'))
  if (!shipped.ok) return shipped
  const assets = Object.values(shipped.value.document.assets)
  const named = (name: string) => assets.find(asset => asset.name === name)
  const [harp, voice] = [named('harp.flac'), named('voice.wav')]
  if (harp === undefined || voice === undefined) throw new Error('The demo has other sounds.')
  const document = phraseFor(definition, { harp, voice })
  return ok({ document, folder: demos, by: 'phrase', node: definition.label })
}

function lengthOf({ transport }: Project): Seconds {
  return transport.length
}
