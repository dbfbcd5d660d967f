import { bundleCode } from '../bundle-code'
import type { WorkerReply, WorkerRequest } from '../worker/requests'
import { lintFiles } from '../worker/lint-files'
import { scanFiles } from '../worker/scan-files'

/** The worker's work in this process: for code that the tests themselves brought. */
export async function inWorker(request: WorkerRequest): Promise<WorkerReply> {
  try {
    if (request.kind === 'scan') return { kind: 'scanned', report: await scanFiles(request) }
    if (request.kind === 'lint') return { kind: 'linted', findings: await lintFiles(request) }
    if (request.kind === 'faust') throw new Error('not-there')
    return { kind: 'bundled', ...(await bundleCode(request)) }
  } catch (thrown) {
    return { kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
