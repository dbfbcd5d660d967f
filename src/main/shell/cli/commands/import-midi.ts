import { importMidiFile } from '../../../project'
import { errorLine, exitCodes, oneLine, type Io } from '../io'
import { openPlugins } from './places'

export interface ImportMidiOptions {
  readonly project: string
  readonly path: string
  readonly json?: boolean
}

/** `wireharp import-midi`: the tracks of a MIDI file become note tracks of a project file. */
export async function importMidi(
  io: Io,
  { project, path, json }: ImportMidiOptions,
): Promise<number> {
  await using plugins = openPlugins(io.env)
  const { catalog } = plugins
  const imported = await importMidiFile({ project, path, catalog })
  if (!imported.ok) {
    io.err(errorLine(imported.error))
    return exitCodes.refused
  }
  const { nodes, notes } = imported.value
  const summary = `Added ${counted(notes, 'note')} on ${counted(nodes.length, 'track')} to ${imported.value.path}.`
  io.out(json === true ? JSON.stringify(imported.value) : oneLine(summary))
  return exitCodes.done
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
