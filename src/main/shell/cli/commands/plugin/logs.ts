import { fail } from '#shared/kit'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import { openPlugins } from '../places'

export interface LogsOptions {
  readonly id: string
  readonly lines: number
  readonly json?: boolean
}

/** `wireharp plugin logs`: the newest lines, the newest last. As JSON a line of the log is a line of the answer. */
export async function logs(io: Io, { id, lines, json }: LogsOptions): Promise<number> {
  await using plugins = openPlugins(io.env)
  if (plugins.get(id) === undefined) {
    io.err(errorLine(fail('plugin-not-found', `There is no plugin “${id}”.`)))
    return exitCodes.refused
  }
  for (const line of await plugins.logs.tail(id, lines)) {
    const { time, level, text } = line
    if (json === true) io.out(JSON.stringify(line))
    else io.out(`${new Date(time).toISOString()}  ${level.padEnd(5)}  ${oneLine(text)}`)
  }
  return exitCodes.done
}
