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
import { buildEngineGraph, renderOffline } from '../engine'
import { attempt, nodeFiles, writeFailure, type Log } from '../kit'
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
  const graph = buildEngineGraph(document, { catalog: plugins.catalog, code: plugins.code, sounds })
  const part = join(dirname(out), `.${basename(out)}.${nanoid(8)}.part`)
  const rendered = await renderOffline({
    graph,
    log,
    job: { path: part, format: options.format, ...span.value },
    ...(options.onProgress && { onProgress: options.onProgress }),
    ...(options.signal && { signal: options.signal }),
  })
  if (!rendered.ok) {
    await nodeFiles.remove(part).catch(() => undefined)
    return rendered
  }
  const placed = await attempt(
    () => nodeFiles.rename(part, out),
    errno => writeFailure(errno, out),
  )
  return placed.ok ? rendered : placed
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
