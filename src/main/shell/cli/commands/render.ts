import type { RenderReport, WavFormat } from '#shared/contract'
import { renderFile } from '../../../exports'
import { untilStopped } from '../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../io'

export interface RenderFlags {
  readonly path: string
  readonly out: string
  readonly from?: number
  readonly to?: number
  readonly format: WavFormat
  readonly json?: boolean
}

/** `wireharp render`: Ctrl-C ends it and leaves no file. */
export async function render(io: Io, { json, ...options }: RenderFlags): Promise<number> {
  using stop = untilStopped()
  const rendered = await renderFile({
    ...options,
    replace: true,
    signal: stop.signal,
    onProgress: done => io.status(`Rendering ${Math.floor(done * 100)} %`),
  })
  io.status('')
  if (!rendered.ok) {
    io.err(errorLine(rendered.error))
    return exitCodes.refused
  }
  const report = rendered.value
  io.out(json === true ? JSON.stringify(report) : summary(options.out, report))
  if (report.bypassed.length > 0 && json !== true) {
    io.err(oneLine(`Bypassed because of trouble: ${report.bypassed.join(', ')}.`))
  }
  return exitCodes.done
}

function summary(out: string, report: RenderReport): string {
  const { seconds, channels, sampleRate, peakDb, realtimeFactor } = report
  const facts = [
    `${seconds.toFixed(1)} s`,
    `${channels} channels at ${sampleRate / 1000} kHz`,
    `peak ${peakDb.toFixed(1)} dB`,
    `${realtimeFactor.toFixed(0)} times as fast as it plays`,
  ]
  return `Wrote ${out}: ${facts.join(', ')}.`
}
