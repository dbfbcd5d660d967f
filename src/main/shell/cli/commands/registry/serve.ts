import { mkdirSync } from 'node:fs'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { appPaths } from '../../../../kit'
import { aborted, untilStopped } from '../../../lifetime'
import { exitCodes, type Io } from '../../io'
import type { ServeRegistryFlags } from '../../market-program'
import { LOG_PATH, REVOCATIONS_PATH, revocationsIn } from '../../../../marketplace/open-market'
import { refuse } from '../plugin/report'
import { logOfRegistry, storageOf } from './serve-log'

const HOST = '127.0.0.1'

/** `wireharp registry serve`: Verdaccio on this machine alone, without accounts, until a signal comes. */
export async function serveRegistry(
  io: Io,
  { port, folder, json }: ServeRegistryFlags,
): Promise<number> {
  using stop = untilStopped()
  const wanted = Number(port)
  if (!/^\d{1,5}$/.test(port) || wanted > 65_535) {
    return refuse(io, [fail('usage', `“${port.slice(0, 20)}” is no port.`)])
  }
  const place = folder === undefined ? join(appPaths(io.env).data, 'registry') : resolve(folder)
  const started = await startRegistry({ folder: place, port: wanted })
  if (!started.ok) return refuse(io, [started.error])
  await using registry = started.value
  const { address } = registry
  if (json === true) io.out(JSON.stringify({ url: address, folder: place }))
  else {
    io.out(`The registry runs at ${address}; its packages lie in ${place}. Ctrl-C ends it.`)
    io.out(`Use it with: wireharp registry add own ${address}`)
  }
  await aborted(stop.signal)
  return exitCodes.done
}

export interface OwnRegistry extends AsyncDisposable {
  readonly address: string
}

/** Starts a Verdaccio whose packages lie in a folder. Any port will do where 0 is asked for. */
export async function startRegistry({
  folder,
  port,
}: {
  readonly folder: string
  readonly port: number
}): Promise<Result<OwnRegistry>> {
  const handle = await verdaccio(folder)
  if (handle === undefined) {
    return err(fail('registry-server-missing', 'Verdaccio is not installed.'))
  }
  const documents = new Map([
    [LOG_PATH, logOfRegistry(folder)],
    [REVOCATIONS_PATH, () => revocationsIn(folder)],
  ])
  const server = createServer((request, response) => {
    // No page of the web may speak to it, whatever name it found for this machine.
    if (request.headers.origin !== undefined || !isLocal(request.headers.host)) {
      response.writeHead(403).end()
      return
    }
    const document = request.method === 'GET' ? documents.get(request.url ?? '') : undefined
    if (document === undefined) handle(request, response)
    else void document().then(text => answer(response, text))
  })
  const listening = await listen(server, port)
  if (!listening.ok) return listening
  return ok({
    address: `http://${HOST}:${listening.value}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      const { promise, resolve: done } = Promise.withResolvers<void>()
      server.close(() => done())
      await promise
    },
  })
}

/** Nothing where the registry has no such document yet. */
function answer(response: ServerResponse, text: Result<string | undefined>): void {
  if (!text.ok) response.writeHead(500).end(text.error.message)
  else if (text.value === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'application/json' }).end(text.value)
}

function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
}

/** Not bundled, and not installed with the app: it is larger than the app’s own code. */
async function verdaccio(folder: string): Promise<RequestListener | undefined> {
  const name = 'verdaccio'
  const loaded: unknown = await import(name).catch(() => undefined)
  const run: unknown =
    memberOf(loaded, 'runServer') ?? memberOf(memberOf(loaded, 'default'), 'runServer')
  if (typeof run !== 'function') return undefined
  mkdirSync(storageOf(folder), { recursive: true, mode: 0o700 })
  const config = {
    storage: storageOf(folder),
    configPath: join(folder, 'config.yaml'),
    self_path: join(folder, 'config.yaml'),
    web: { enable: false },
    auth: { htpasswd: { file: join(folder, 'users'), max_users: -1 } },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$all', unpublish: '$all' } },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  }
  const made: unknown = await Reflect.apply(run, undefined, [config])
  const listeners: unknown =
    made instanceof Object && 'listeners' in made && typeof made.listeners === 'function'
      ? Reflect.apply(made.listeners, made, ['request'])
      : []
  const first: unknown = Array.isArray(listeners) ? listeners[0] : undefined
  if (typeof first !== 'function') return undefined
  return (request, response) => void Reflect.apply(first, made, [request, response])
}

function memberOf(value: unknown, key: string): unknown {
  return value instanceof Object || (typeof value === 'object' && value !== null)
    ? Reflect.get(value, key)
    : undefined
}

function listen(server: Server, port: number): Promise<Result<number>> {
  const { promise, resolve } = Promise.withResolvers<Result<number>>()
  server.once('error', error =>
    resolve(err(fail('registry-unreachable', `Port ${port} cannot be had: ${error.message}.`))),
  )
  server.listen(port, HOST, () => {
    const address = server.address()
    resolve(ok(typeof address === 'object' && address !== null ? address.port : port))
  })
  return promise
}
