import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { ExportFormat, ExportSettings } from '#shared/contract'
import type { Project } from '#shared/graph'
import { err, fail, ok, toFrames, type Frames, type Result, type Seconds } from '#shared/kit'
import { MP3_RATES, OPUS_RATE, SHAPED_RATES } from '../sound-files'
import type { EngineGraph } from '../engine'
import { stemsOf } from './stems'

/** One file of an export and the graph that sounds in it. */
export interface PlannedFile {
  readonly path: string
  readonly name: string
  readonly graph: EngineGraph
}

export interface ExportPlan {
  readonly span: { readonly from: Frames; readonly to: Frames }
  /** The mix first. */
  readonly files: readonly PlannedFile[]
}

export interface PlanOptions extends Pick<ExportSettings, 'format' | 'dither' | 'stems' | 'rate'> {
  readonly document: Project
  readonly graph: EngineGraph
  readonly out: string
  readonly replace: boolean
  readonly from?: Seconds
  readonly to?: Seconds
}

/** What an export will write, or why it cannot: everything that can be refused before the first sample. */
export function planExport(options: PlanOptions): Result<ExportPlan> {
  const span = spanOf(options)
  if (!span.ok) return span
  const problem = formatProblem(options)
  if (problem !== undefined) return err(fail('export-unsupported', problem))
  const stems = stemsOf(options.graph, options.stems)
  if (!stems.ok) return stems
  const { out } = options
  const files = [{ path: out, name: 'Mix', graph: options.graph }]
  for (const { label, graph } of stems.value) {
    files.push({ path: stemPath(out, label, files), name: label, graph })
  }
  const present = options.replace ? undefined : files.find(({ path }) => existsSync(path))
  return present === undefined ? ok({ span: span.value, files }) : err(exists(present.path))
}

export const exists = (path: string) =>
  fail('file-exists', `There is a file “${basename(path)}” already.`)

function spanOf({ document, from, to }: PlanOptions): Result<ExportPlan['span']> {
  const { sampleRate, transport } = document
  const span = {
    from: toFrames(from ?? 0, sampleRate),
    to: toFrames(to ?? transport.length, sampleRate),
  }
  if (span.to > span.from) return ok(span)
  const [first, last] = [from ?? 0, to ?? transport.length]
  return err(fail('render-empty', `Nothing lies between ${first} s and ${last} s.`))
}

function formatProblem({ document, format, dither, rate }: PlanOptions): string | undefined {
  const sampleRate = rate ?? document.sampleRate
  if (format === 'opus' && rate !== undefined && rate !== OPUS_RATE) {
    return `An Opus file has 48 kHz, this export has ${rate / 1000} kHz.`
  }
  if (format === 'mp3' && !MP3_RATES.includes(sampleRate)) {
    return `An MP3 has 44.1 or 48 kHz, this export has ${sampleRate / 1000} kHz.`
  }
  if (dither === 'shaped' && isRounded(format) && !SHAPED_RATES.includes(sampleRate)) {
    return `Noise shaping is for 44.1 and 48 kHz, this export has ${sampleRate / 1000} kHz.`
  }
  return undefined
}

/** Whether samples are rounded to whole steps, so that dither means something. */
function isRounded(format: ExportFormat): boolean {
  return format !== 'wav32f' && format !== 'mp3' && format !== 'opus'
}

/** “song - Bass.wav” beside “song.wav”, whatever the node is called, and never a name twice. */
function stemPath(out: string, label: string, taken: readonly { readonly path: string }[]): string {
  const extension = extname(out)
  const stem = basename(out, extension)
  const safe = label
    .normalize('NFC')
    .replace(/[\p{C}/\\:*?"<>|]+/gu, '-')
    .replace(/[. ]+$/, '')
    .trim()
    .slice(0, 60)
  const named = (suffix: string) =>
    join(dirname(out), `${stem} - ${safe || 'Track'}${suffix}${extension}`)
  const lower = new Set(taken.map(({ path }) => path.toLowerCase()))
  let path = named('')
  for (let count = 2; lower.has(path.toLowerCase()); count++) path = named(` ${count}`)
  return path
}
