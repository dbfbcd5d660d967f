import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ok, type Result } from '#shared/kit'
import { serially, writeDurably } from '../../../../kit'
import { LOG, publisherKey, withLogged, type Logged } from '../../../../marketplace/open-market'

const documentSchema = z.object({
  name: z.string(),
  versions: z.record(z.string(), z.object({ dist: z.object({ integrity: z.string() }) })),
})

/** The key of a registry that `wireharp registry serve` runs, made when it is asked for first: it is known by it. */
export function keyOfServed(folder: string): Promise<Result<KeyObject>> {
  return publisherKey(join(folder, 'log-key.pem'), undefined)
}

/** Whether a folder is one of `wireharp registry serve`. */
export function isServed(folder: string): boolean {
  return existsSync(storageOf(folder))
}

export function storageOf(folder: string): string {
  return join(folder, 'storage')
}

/**
 * What a registry of one’s own ever handed out: whatever lies in its storage when somebody asks, written down behind what was
 * there before, and signed with a key that it makes for that.
 */
export function logOfRegistry(folder: string): () => Promise<Result<string>> {
  const inTurn = serially()
  const path = join(folder, LOG)
  return () =>
    inTurn(async () => {
      const key = await keyOfServed(folder)
      if (!key.ok) return key
      const before = existsSync(path) ? await readFile(path, 'utf8') : undefined
      const logged = withLogged(before, await packagesIn(storageOf(folder)), key.value, Date.now())
      if (!logged.ok || logged.value === before) return logged
      const written = await writeDurably(path, logged.value)
      return written.ok ? ok(logged.value) : written
    })
}

/** By name, so that what came at once is always in one order. */
async function packagesIn(storage: string): Promise<readonly Logged[]> {
  const names = (await readdir(storage, { recursive: true }).catch(() => []))
    .filter(name => /(^|[/\\])package\.json$/.test(name))
    .toSorted()
  const found = await Promise.all(
    names.map(async name => {
      const text = await readFile(join(storage, name), 'utf8').catch(() => '')
      const parsed = documentSchema.safeParse(jsonOf(text))
      if (!parsed.success) return []
      const { name: id, versions } = parsed.data
      return Object.entries(versions).map(([version, { dist }]) => ({
        ...{ id, version, integrity: dist.integrity },
      }))
    }),
  )
  return found.flat()
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
