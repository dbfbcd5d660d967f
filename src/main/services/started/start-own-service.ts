import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { nodeBinary, oneLine, rootFolder } from '../../kit'
import { jsonOf } from '../calling/http-exchange'

/** A service that this Wireharp has started, and ends with it. */
export interface StartedProcess extends AsyncDisposable {
  readonly url: string
  readonly token: string
  readonly pid: number
  readonly isRunning: boolean
}

/** Starts a provider of this machine as a service, on a port that may be wished for. */
export type StartService = (
  id: string,
  options: {
    /** 0 for any that is free. */
    readonly port: number
    /** One of its own if left out. */
    readonly token?: string
    readonly say: (line: string) => void
  },
) => Promise<Result<StartedProcess>>

const START_MS = 30_000
const END_MS = 2000
const said = z.object({ url: z.string().max(200) })

/** `wireharp serve-plugin` in a process of its own, for this machine alone and with a token that nobody else knows. */
export const startOwnService: StartService = async (
  id,
  { port, say, token = randomBytes(24).toString('base64url') },
) => {
  const entry = join(rootFolder(), 'out/main/cli.js')
  const words = ['serve-plugin', id, '--port', String(port), '--json']
  const child = spawn(nodeBinary(), ['--no-warnings', entry, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WIREHARP_SERVICE_TOKEN: token },
    cwd: rootFolder(),
  })
  let isRunning = true
  let last = ''
  const ended = new Promise<void>(resolve => {
    child.once('error', error => {
      last = oneLine(error.message)
      isRunning = false
      resolve()
    })
    child.once('exit', (code, signal) => {
      isRunning = false
      say(`It ended (${signal ?? code ?? 'unknown'}).`)
      resolve()
    })
  })
  const begun = Promise.withResolvers<string | undefined>()
  createInterface({ input: child.stdout }).on('line', line => {
    const url = said.safeParse(jsonOf(line)).data?.url
    if (url === undefined) say(oneLine(line))
    else begun.resolve(url)
  })
  createInterface({ input: child.stderr }).on('line', line => {
    last = oneLine(line)
    say(last)
  })
  const late = setTimeout(() => begun.resolve(undefined), START_MS)
  void ended.then(() => begun.resolve(undefined))
  const url = await begun.promise
  clearTimeout(late)
  const end = async (): Promise<void> => {
    if (!isRunning) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(timer)
  }
  if (url === undefined) {
    await end()
    return err(fail('service-not-started', last === '' ? 'It did not begin in time.' : last))
  }
  say(`It is served at ${url}.`)
  return ok({
    ...{ url, token, pid: child.pid ?? 0 },
    get isRunning() {
      return isRunning
    },
    [Symbol.asyncDispose]: end,
  })
}
