import { extname, resolve } from 'node:path'
import { exportRates, mp3Bitrates, type ExportFormat, type RenderReport } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { renderFile, type RenderFileOptions } from '../../../exports'
import { untilStopped } from '../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../io'
import type { RenderFlags } from '../program'

/** `wireharp render`: Ctrl-C ends it and leaves no file. */
export async function render(io: Io, flags: RenderFlags & { path: string }): Promise<number> {
  const options = optionsOf(flags)
  if (!options.ok) {
    io.err(errorLine(options.error))
    return exitCodes.usage
  }
  using stop = untilStopped()
  if (flags.runJobs === true) {
    const { runFile } = await import('./run')
    const ran = await runFile(io, resolve(flags.path), stop.signal)
    if (!ran.ok) {
      io.err(errorLine(ran.error))
      return exitCodes.refused
    }
  }
  const rendered = await renderFile({
    ...options.value,
    signal: stop.signal,
    onProgress: done => io.status(`Rendering ${Math.floor(done * 100)} %`),
  })
  io.status('')
  if (!rendered.ok) {
    io.err(errorLine(rendered.error))
    return exitCodes.refused
  }
  const report = rendered.value
  if (flags.json === true) {
    io.out(JSON.stringify(report))
    return exitCodes.done
  }
  io.out(oneLine(summary(flags.out, report)))
  for (const { path } of report.files.slice(1)) io.out(oneLine(`Wrote ${path}.`))
  for (const warning of report.warnings) io.err(oneLine(warning))
  if (report.bypassed.length > 0) {
    io.err(oneLine(`Bypassed because of trouble: ${report.bypassed.join(', ')}.`))
  }
  return exitCodes.done
}

function optionsOf(flags: RenderFlags & { path: string }): Result<RenderFileOptions> {
  const { path, out, from, to, dither, bitrate, loudness, ceiling, stems, embed, cache } = flags
  if (ceiling !== undefined && loudness === undefined) {
    return err(fail('usage', '--ceiling belongs to --loudness, which is missing.'))
  }
  if (flags.format === undefined && unwritten.test(out)) {
    return err(fail('usage', `Wireharp writes WAV, FLAC, MP3 and Opus, not ${extname(out)} files.`))
  }
  const rate = exportRates.find(hertz => String(hertz) === flags.rate)
  const kilobits = mp3Bitrates.find(rate => String(rate) === bitrate)
  return ok({
    path,
    out,
    replace: true,
    format: flags.format ?? formatOf(out),
    dither: typeof dither === 'string' ? dither : dither ? 'tpdf' : 'none',
    stems: stems === true ? 'tracks' : 'none',
    embed,
    cached: cache,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(rate !== undefined && { rate }),
    ...(kilobits !== undefined && { bitrate: kilobits }),
    ...(loudness !== undefined && { loudness: { target: loudness, ceiling: ceiling ?? -1 } }),
  })
}

/** Names that promise what no format here is; any other name holds a WAV file. */
const unwritten = /\.(og[ag]|aiff?|m4a|aac|wma|caf)$/i

function formatOf(out: string): ExportFormat {
  const extension = extname(out).toLowerCase()
  if (extension === '.flac') return 'flac'
  if (extension === '.opus') return 'opus'
  return extension === '.mp3' ? 'mp3' : 'wav24'
}

function summary(out: string, report: RenderReport): string {
  const { seconds, channels, sampleRate, peakDb, realtimeFactor, loudness } = report
  const facts = [
    `${seconds.toFixed(1)} s`,
    `${channels} channels at ${sampleRate / 1000} kHz`,
    `peak ${peakDb.toFixed(1)} dB`,
    `${realtimeFactor.toFixed(0)} times as fast as it plays`,
    ...(loudness === undefined
      ? []
      : [
          `${loudness.integrated.toFixed(1)} LUFS brought to ${(loudness.integrated + loudness.gainDb).toFixed(1)}`,
        ]),
  ]
  return `Wrote ${out}: ${facts.join(', ')}.`
}
