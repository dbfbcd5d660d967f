import { resolve } from 'node:path'
import { appPaths } from '../../../kit'
import { saveDiagnostics } from '../../../upkeep'
import { errorLine, exitCodes, oneLine, type Io } from '../io'
import type { DiagnosticsFlags } from '../program'
import { openPlugins } from './places'

/** `wireharp diagnostics` */
export async function diagnostics(io: Io, { out, json }: DiagnosticsFlags): Promise<number> {
  await using plugins = openPlugins(io.env)
  const saved = await saveDiagnostics({
    ...{ paths: appPaths(io.env), plugins, face: 'command line', env: io.env },
    ...(out !== undefined && { path: resolve(out) }),
  })
  if (!saved.ok) {
    io.err(errorLine(saved.error))
    return exitCodes.refused
  }
  const { path, bytes, files } = saved.value
  if (json === true) io.out(JSON.stringify(saved.value, undefined, 2))
  else {
    io.out(oneLine(`${path}: ${files.length} files, ${bytes} bytes.`))
    io.out('Look into it before you send it to anybody; Wireharp sends it nowhere.')
  }
  return exitCodes.done
}
