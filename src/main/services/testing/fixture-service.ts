import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'

const wishSchema = z.object({ params: z.object({ say: z.string(), ms: z.number().default(0) }) })

/** How the fixture behaves; a test may turn it. */
export interface FixtureMood {
  isDown?: boolean
  says?: string
}

interface FixtureJob {
  status: string
  progress: number
  readonly result: unknown
  readonly until: number
}

/**
 * A service as somebody else would write it: Node’s own server, the five paths of the contract, `job_id` for an answer. Its work is
 * to wait for `ms` milliseconds and to say `say`.
 */
export async function startFixture(port = 0) {
  const jobs = new Map<string, FixtureJob>()
  const calls: string[] = []
  const mood: FixtureMood = {}
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const { method = '', url = '' } = request
    calls.push(`${method} ${url} ${request.headers.authorization ?? ''}`.trim())
    if (url === '/health') return [200, { status: 'ok', memory: 1e6 }]
    if (url === '/manifest') {
      return [200, { id: 'echo', name: 'Echo', version: '1.0.0', capability: 'knowledge' }]
    }
    if (method === 'POST' && url === '/jobs') {
      const wish = wishSchema.safeParse(JSON.parse(await textOf(request)))
      if (!wish.success) return [422, { code: 'job-input-invalid', message: 'say.' }]
      const { say, ms } = wish.data.params
      const id = `e${jobs.size + 1}`
      const until = performance.now() + ms
      jobs.set(id, { status: 'processing', progress: 0, result: { said: say }, until })
      return [201, { job_id: id }]
    }
    const id = url.match(/^\/jobs\/([^/]+)$/)?.[1] ?? ''
    const job = jobs.get(id)
    if (job === undefined) return [404, { error: 'not found' }]
    if (method === 'DELETE' && job.status === 'processing') job.status = 'cancelled'
    if (job.status === 'processing' && performance.now() >= job.until) {
      job.status = job.result !== undefined && isBroken(job.result) ? 'failed' : 'completed'
      job.progress = 1
    }
    const error = { code: 'out-of-luck', message: 'It broke.', retryable: true }
    return [200, { id, ...job, ...(job.status === 'failed' && { error }) }]
  }
  const server = createServer((request, response) => {
    if (mood.isDown === true) {
      request.socket.destroy()
      return
    }
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(mood.says ?? JSON.stringify(body))
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const taken = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${taken}`,
    mood,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const isBroken = (result: unknown) => JSON.stringify(result).includes('break')

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
