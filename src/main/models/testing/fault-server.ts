import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to one request; without one it is answered well. */
export type Fault =
  /** The connection is cut after so many bytes of the file. */
  | { readonly kind: 'cut'; readonly at: number }
  /** So many bytes come, then nothing. */
  | { readonly kind: 'stall'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The range is ignored and the whole file sent. */
  | { readonly kind: 'whole' }
  /** Other bytes, under the same or another tag. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly etag?: string }
  /** Without a tag and without a length. */
  | { readonly kind: 'bare' }
  /** A 206 of another place than was asked for. */
  | { readonly kind: 'shifted' }

export interface FaultServer extends AsyncDisposable {
  readonly url: string
  /** What was asked: the `range` and `if-range` of each request. */
  readonly asked: { readonly range?: string; readonly ifRange?: string }[]
  /** Faults of the requests to come, one each. */
  faults: (Fault | undefined)[]
  /** Bytes that the client has, as its test tells. */
  received: number
  /** Headers of every answer. */
  headers: Record<string, string>
}

/** A host of one file that misbehaves as it is told to. It understands ranges. */
export async function faultServer(bytes: Uint8Array, etag = '"one"'): Promise<FaultServer> {
  const asked: FaultServer['asked'][number][] = []
  const server: Server = createServer((request, response) => {
    const { range, 'if-range': ifRange } = request.headers
    asked.push({
      ...(range !== undefined && { range }),
      ...(typeof ifRange === 'string' && { ifRange }),
    })
    answer(request, response, self.faults.shift())
  })
  const self: FaultServer = {
    url: '',
    asked,
    faults: [],
    headers: {},
    received: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }

  function answer(request: IncomingMessage, response: ServerResponse, fault?: Fault): void {
    if (fault?.kind === 'status') {
      response.writeHead(fault.status).end()
      return
    }
    if (fault?.kind === 'redirect') {
      response.writeHead(302, { location: fault.to, ...self.headers }).end()
      return
    }
    const file = fault?.kind === 'bytes' ? fault.bytes : bytes
    const tag = fault?.kind === 'bytes' ? (fault.etag ?? etag) : etag
    const { range, 'if-range': ifRange } = request.headers
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    const partly = range !== undefined && fault?.kind !== 'whole' && (ifRange ?? tag) === tag
    if (partly && from >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end()
      return
    }
    const start = partly ? from : 0
    const shown = fault?.kind === 'shifted' ? start + 7 : start
    const bare = fault?.kind === 'bare'
    response.writeHead(partly ? 206 : 200, {
      ...(!bare && { etag: tag, 'content-length': file.length - start }),
      ...(partly && { 'content-range': `bytes ${shown}-${file.length - 1}/${file.length}` }),
      ...self.headers,
    })
    if (fault?.kind === 'cut') {
      response.write(file.subarray(start, Math.max(start, fault.at)))
      breakWhenRead(response, Math.max(start, fault.at))
    } else if (fault?.kind === 'stall') {
      response.write(file.subarray(start, Math.max(start, fault.at)))
    } else {
      response.end(file.subarray(start))
    }
  }

  /** What the client has not read yet when a connection breaks is lost to it. */
  function breakWhenRead(response: ServerResponse, at: number): void {
    if (self.received >= at) response.destroy()
    else setTimeout(() => breakWhenRead(response, at), 2)
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = isAddress(address) ? address.port : 0
  return Object.assign(self, { url: `http://127.0.0.1:${port}/model.bin` })
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
