import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** A host of one file that gives it out slowly, in pieces, and understands ranges. */
export async function slowHost(bytes: Uint8Array): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const size = bytes.length
    response.writeHead(from === 0 ? 200 : 206, {
      etag: '"one"',
      'content-length': size - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
    })
    const send = async () => {
      for (let at = from; at < size && !response.destroyed; at += PIECE) {
        response.write(bytes.subarray(at, at + PIECE))
        await wait(PAUSE_MS)
      }
      response.end()
    }
    send().catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    url: `http://127.0.0.1:${port}/model.bin`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const PIECE = 65_536
const PAUSE_MS = 20
