import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import { openPlugins } from '../places'

export interface SwitchOptions {
  readonly id: string
  readonly enabled: boolean
  readonly json?: boolean
}

/** `wireharp plugin enable|disable`: an app that runs sees it too. */
export async function switchPlugin(io: Io, { id, enabled, json }: SwitchOptions): Promise<number> {
  await using plugins = openPlugins(io.env)
  const switched = await plugins.setEnabled(id, enabled)
  if (!switched.ok) {
    io.err(errorLine(switched.error))
    return exitCodes.refused
  }
  const { name, state, reason } = switched.value
  if (json === true) io.out(JSON.stringify(switched.value, undefined, 2))
  else if (state === 'enabled' || state === 'disabled') io.out(oneLine(`${name} is ${state}.`))
  else io.out(oneLine(`${name} is enabled and cannot run now. ${reason?.message ?? ''}`))
  return exitCodes.done
}
