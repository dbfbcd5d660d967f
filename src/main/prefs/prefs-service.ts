import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse } from 'secure-json-parse'
import {
  MAX_PREFS_LETTERS,
  type PrefsContract,
  type PrefValues,
  type ServiceOf,
} from '#shared/contract'
import { Emitter, err, eventStream, fail, ok, type Result } from '#shared/kit'
import {
  attempt,
  nodeFiles,
  readFailure,
  serially,
  writeDurably,
  writeFailure,
  type FilePort,
  type Log,
} from '../kit'

export interface PrefsServiceParts {
  readonly paths: { readonly config: string }
  readonly log: Log
  readonly files?: FilePort
}

/**
 * What the windows remember of themselves, in one small file. Kept by the shell, since the address of the browser
 * face is another one at each start, and with it everything that a browser would keep.
 */
export async function createPrefsService({
  paths,
  log,
  files = nodeFiles,
}: PrefsServiceParts): Promise<ServiceOf<PrefsContract>> {
  const path = join(paths.config, 'prefs.json')
  const changes = new Emitter<PrefValues>()
  const inTurn = serially()
  let values = await read(path, log)

  async function write(text: string): Promise<Result<void>> {
    const made = await attempt(
      () => mkdir(dirname(path), { recursive: true }),
      errno => writeFailure(errno, path),
    )
    return made.ok ? await writeDurably(path, text, files) : made
  }

  return {
    get: () => ok(values),
    async set({ values: changed }) {
      const next = { ...values, ...changed }
      const text = JSON.stringify(next, undefined, 2)
      if (text.length > MAX_PREFS_LETTERS) {
        return err(fail('request-invalid', `The preferences would have ${text.length} letters.`))
      }
      values = next
      changes.emit(changed)
      // The last wins: what is written is what is known by then, so that a drag writes few times.
      return await inTurn(() => write(JSON.stringify(values, undefined, 2)))
    },
    async *watch(_input, { signal }) {
      yield* eventStream(changes, signal, { first: () => [values] })
    },
  }
}

/** The file's values; one that cannot be read is put aside, never overwritten. */
async function read(path: string, log: Log): Promise<PrefValues> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return {}
  const values = recordOf(text.value)
  if (values !== undefined) return values
  log.warn({ path }, 'the preferences cannot be read and were put aside')
  await attempt(
    () => rename(path, `${path}.damaged`),
    errno => writeFailure(errno, path),
  )
  return {}
}

function recordOf(text: string): PrefValues | undefined {
  try {
    const value: unknown = parse(text, undefined, { protoAction: 'remove' })
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}
