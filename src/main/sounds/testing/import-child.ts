import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { ok, unwrap } from '#shared/kit'
import { createJobs } from '../../jobs'
import { silentLog, systemClock } from '../../kit'
import { openStore } from '../../store'
import { importKind } from '../import-kind'

/** Takes a folder into a library until it is killed, or until that is done: for tests that kill. What is heard is made up of the bytes. */
const [folder = '', sounds = ''] = process.argv.slice(2)
const common = { clock: systemClock, log: silentLog }
const store = unwrap(openStore({ path: join(folder, 'wireharp.db'), ...common }))
const jobs = createJobs({ store, paths: { data: folder }, ...common })
const root = unwrap(store.soundFolders.add(sounds, 0))
jobs.register(
  importKind({ store, inference: { run: hear }, clock: systemClock, changed: () => undefined }),
)
const before = unwrap(store.jobs.list(1))
const job =
  before[0] ?? unwrap(jobs.create('library/import', { folder: root?.id ?? 0, path: sounds }))
process.stdout.write('up\n')
await jobs.ended(job.id)
await jobs[Symbol.asyncDispose]()
process.exit(0)

async function hear({ input }: { readonly input: unknown }) {
  const { path } = z.object({ path: z.string() }).parse(input)
  await wait(2)
  const bytes = await readFile(path)
  const vector = Float32Array.from({ length: 512 }, (_, index) => (index === 0 ? 1 : 0))
  return ok({
    isKnown: false,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    name: bytes.toString(),
    format: 'wav',
    type: 'sound',
    sampleRate: 48_000,
    channels: 1,
    frames: 48_000,
    seconds: 1,
    shape: '',
    modelVersion: 'm@1',
    vector: Buffer.from(vector.buffer).toString('base64'),
  })
}
