import { exportMidiFile } from '../../../project'
import { errorLine, exitCodes, oneLine, type Io } from '../io'

export interface ExportMidiOptions {
  readonly project: string
  readonly path: string
  readonly json?: boolean
}

/** `wireharp export-midi`: the clips of notes as a standard MIDI file. */
export async function exportMidi(
  io: Io,
  { project, path, json }: ExportMidiOptions,
): Promise<number> {
  const written = await exportMidiFile({ project, path })
  if (!written.ok) {
    io.err(errorLine(written.error))
    return exitCodes.refused
  }
  const { notes } = written.value
  const summary = `Wrote ${notes} ${notes === 1 ? 'note' : 'notes'} to ${written.value.path}.`
  io.out(json === true ? JSON.stringify(written.value) : oneLine(summary))
  return exitCodes.done
}
