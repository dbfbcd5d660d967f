import { jsonSchema, schemaNames } from '#shared/graph'
import { rpcContract } from '../../rpc'
import { errorLine, exitCodes, seeHelp, type Io } from '../io'

/** `wireharp schema project|plugin|rpc` */
export async function schema(io: Io, { format }: { format: string }): Promise<number> {
  if (format === 'rpc') {
    io.out(JSON.stringify(rpcContract(), undefined, 2))
    return exitCodes.done
  }
  const name = schemaNames.find(known => known === format)
  if (name === undefined) {
    const message = `There is no schema “${format}”, but ${[...schemaNames, 'rpc'].join(' and ')}. ${seeHelp}`
    io.err(errorLine({ code: 'usage', message }))
    return exitCodes.usage
  }
  io.out(JSON.stringify(jsonSchema(name), undefined, 2))
  return exitCodes.done
}
