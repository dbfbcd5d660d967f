import { createServer, type ServerResponse } from 'node:http'

/** A service that takes sounds and does as it should, but for one path. */
export async function startHostile({
  hostile,
  misdeed,
}: {
  readonly hostile: string
  readonly misdeed: (response: ServerResponse) => void
}) {
  const manifest = { id: 'bad', name: 'Bad', version: '1', capability: 'knowledge', uploads: true }
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    if (request.url === hostile) misdeed(response)
    else response.end(JSON.stringify(request.url === '/manifest' ? manifest : { id: '1' }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
