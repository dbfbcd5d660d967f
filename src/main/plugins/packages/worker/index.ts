import { text } from 'node:stream/consumers'
import { bundleCode } from '../bundle-code'
import { requestSchema, type WorkerReply, type WorkerRequest } from './requests'
import { lintFiles } from './lint-files'
import { scanFiles } from './scan-files'

// One request, one answer, and the end. In a process of its own, because code can be written that brings any parser down:
// it recurses until the stack is full.
const request = requestSchema.parse(JSON.parse(await text(process.stdin)))
process.stdout.write(JSON.stringify(await answer(request)))

async function answer(asked: WorkerRequest): Promise<WorkerReply> {
  try {
    if (asked.kind === 'bundle') return { kind: 'bundled', ...(await bundleCode(asked)) }
    if (asked.kind === 'faust') {
      const { compileFaust } = await import('../../faust/compile-faust')
      const { code, json } = await compileFaust(asked.name, asked.text)
      return { kind: 'faust', code: Buffer.from(code).toString('base64'), json }
    }
    if (asked.kind === 'lint') return { kind: 'linted', findings: await lintFiles(asked) }
    return { kind: 'scanned', report: await scanFiles(asked) }
  } catch (thrown) {
    return { kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
