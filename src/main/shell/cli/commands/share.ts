import { shareFile } from '../../../project'
import { errorLine, exitCodes, oneLine, type Io } from '../io'

export interface ShareOptions {
  readonly project: string
  readonly out?: string
  readonly json?: boolean
}

/** `wireharp share`: a project and its sounds as one file. */
export async function share(io: Io, { project, out, json }: ShareOptions): Promise<number> {
  const shared = await shareFile(project, out)
  if (!shared.ok) {
    io.err(errorLine(shared.error))
    return exitCodes.refused
  }
  const { path, bytes, missing } = shared.value
  const lacks = missing.length === 0 ? '' : ` Missing: ${missing.join(', ')}.`
  io.out(
    json === true ? JSON.stringify(shared.value) : oneLine(`Made ${path}, ${bytes} bytes.${lacks}`),
  )
  return exitCodes.done
}
