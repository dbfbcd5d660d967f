import { existsSync } from 'node:fs'
import { nanoid } from 'nanoid'
import { basename, dirname, join } from 'node:path'
import {
  err,
  fail,
  ok,
  toFrames,
  type Frames,
  type Result,
  type Seconds,
  type StopSignal,
} from '#shared/kit'
import type { RenderReport, WavFormat } from '#shared/contract'
import type { Project } from '#shared/graph'
import { buildEngineGraph, renderOffline, type EngineGraph } from '../engine'
import { attempt, nodeFiles, placeFile, writeFailure, type Log } from '../kit'
import type { LibraryService } from '../library'
import { projectSounds } from '../playback'
import type { LoadedPlugins } from '../plugins'

export interface RenderOptions {
  readonly document: Project
  /** Where the project's audio/ lies. */
  readonly folder: string
  readonly out: string
  readonly replace: boolean
  readonly format: WavFormat
  readonly from?: Seconds
  readonly to?: Seconds
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void
  readonly signal?: StopSignal
}

export interface RenderParts {
  readonly library: Pick<LibraryService, 'decoded'>
  readonly plugins: LoadedPlugins
  readonly log: Log
}

/** Renders a project into a WAV file that is there whole or not at all. */
export async function renderProject(
  options: RenderOptions,
  { library, plugins, log }: RenderParts,
): Promise<Result<RenderReport>> {
  const { document, out } = options
  const span = spanOf(options)
  if (!span.ok) return span
  if (!options.replace && existsSync(out)) {
    return err(fail('file-exists', `There is a file “${basename(out)}” already.`))
  }
  const sounds = await projectSounds(document, options.folder, library)
  const sources = { catalog: plugins.catalog, code: plugins.code, sounds }
  const graph = straight(buildEngineGraph(document, sources))
  const part = join(dirname(out), `.${basename(out)}.${nanoid(8)}.part`)
  const rendered = await renderOffline({
    graph,
    log,
    job: { path: part, format: options.format, ...span.value },
    ...(options.onProgress && { onProgress: options.onProgress }),
    ...(options.signal && { signal: options.signal }),
  })
  const finished = rendered.ok ? await place(part, options) : rendered
  if (!finished.ok) await removeIfThere(part)
  return finished.ok ? rendered : finished
}

/** The loop is for listening: an export goes from beginning to end. */
function straight(graph: EngineGraph): EngineGraph {
  const { sampleRate, length } = graph.transport
  return { ...graph, transport: { sampleRate, length } }
}

/** Gives the finished file its name; one that was made in the meantime is not replaced unasked. */
function place(part: string, { out, replace }: RenderOptions): Promise<Result<void>> {
  return attempt(
    () => (replace ? nodeFiles.rename(part, out) : placeFile(part, out, nodeFiles)),
    errno =>
      errno === 'EEXIST'
        ? fail('file-exists', `There is a file “${basename(out)}” already.`)
        : writeFailure(errno, out),
  )
}

async function removeIfThere(path: string): Promise<void> {
  await attempt(
    () => nodeFiles.remove(path),
    errno => writeFailure(errno, path),
  )
}

function spanOf({ document, from, to }: RenderOptions): Result<{ from: Frames; to: Frames }> {
  const { sampleRate, transport } = document
  const span = {
    from: toFrames(from ?? 0, sampleRate),
    to: toFrames(to ?? transport.length, sampleRate),
  }
  return span.to > span.from
    ? ok(span)
    : err(
        fail(
          'render-empty',
          `Nothing lies between ${from ?? 0} s and ${to ?? transport.length} s.`,
        ),
      )
}
