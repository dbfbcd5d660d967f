import { jsonSchema, schemaNames } from '#shared/graph'
import { errorLine, exitCodes, seeHelp, type Io } from '../io'

/** `wireharp schema project|plugin` */
export async function schema(io: Io, { format }: { format: string }): Promise<number> {
  const name = schemaNames.find(known => known === format)
  if (name === undefined) {
    const message = `There is no schema “${format}”, but ${schemaNames.join(' and ')}. ${seeHelp}`
    io.err(errorLine({ code: 'usage', message }))
    return exitCodes.usage
  }
  io.out(JSON.stringify(jsonSchema(name), undefined, 2))
  return exitCodes.done
}
