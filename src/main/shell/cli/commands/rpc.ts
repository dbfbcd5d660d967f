import { createInterface } from 'node:readline'
import { ok } from '#shared/kit'
import { RpcSession } from '../../rpc'
import type { Io } from '../io'
import { withModels } from './models/open-models'

/** `wireharp rpc`: answers until its input ends. Jobs that run then go on when somebody works on them again. */
export function rpc(
  io: Io,
  { input = process.stdin }: { readonly input?: NodeJS.ReadableStream },
): Promise<number> {
  return withModels(
    io,
    async ({ jobs, models, generation }) => {
      using session = new RpcSession({
        generation: generation.service,
        jobs: jobs.service,
        models: models.service,
        send: line => io.out(line),
      })
      for await (const line of createInterface({ input })) await session.hear(line)
      return ok()
    },
    () => undefined,
  )
}
