import type { Manifest } from '#shared/graph'
import { inWorker } from './in-worker'
import type { ScanReport } from './worker/requests'

/** Reads the code and the pages of a package that lies in a folder, without running them. */
export async function scanPackage(
  folder: string,
  files: readonly string[],
  { permissions, models = {} }: Pick<Manifest, 'permissions'> & Partial<Pick<Manifest, 'models'>>,
): Promise<ScanReport> {
  const granted = permissions.flatMap(({ right, scope }) =>
    right === 'network' ? (scope ?? ['*']) : [],
  )
  const fetched = Object.values(models).flatMap(({ url = [], mirrors = [] }) =>
    [url, mirrors].flat(),
  )
  const hosts = [...granted, ...fetched.flatMap(url => URL.parse(url)?.hostname ?? [])]
  // Maps are for debuggers: they hold other people’s comments.
  const own = files.filter(path => !path.endsWith('.map'))
  const reply = await inWorker({ kind: 'scan', folder, files: [...own], hosts })
  return reply.kind === 'scanned' ? reply.report : unreadable
}

/** Code that no reader gets through is a finding too. */
const unreadable: ScanReport = {
  findings: [
    {
      rule: 'unreadable',
      severity: 'warning',
      file: '',
      line: 1,
      text: '',
      message: 'The code cannot be read to its end.',
    },
  ],
  obfuscation: 100,
}
