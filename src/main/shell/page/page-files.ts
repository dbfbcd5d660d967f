import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'

/** A file of the page as it is served: from where, as what, and whether its name changes with its content. */
export interface PageFile {
  readonly path: string
  readonly type: string
  readonly hashed: boolean
}

/** Every file of the page by its address: `/index.html`, `/assets/app-1a2b3c4d.js`; `/` is the first. */
export type PageFiles = ReadonlyMap<string, PageFile>

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/**
 * Lists the built page once, at start. Only what is in the list is ever served, by its exact address: no
 * request is turned into a path, so none can lead out. Links are left out, since they may.
 */
export async function listPageFiles(folder: string): Promise<Result<PageFiles>> {
  const entries = await attempt(
    () => readdir(folder, { recursive: true, withFileTypes: true }),
    errno => readFailure(errno, 'built page; run `npm run build`'),
  )
  if (!entries.ok) return entries
  const files = new Map<string, PageFile>()
  for (const entry of entries.value) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const address = `/${relative(folder, path).split(sep).join('/')}`
    const type = types[extname(entry.name)] ?? 'application/octet-stream'
    files.set(address, { path, type, hashed: address.startsWith('/assets/') })
  }
  const first = files.get('/index.html')
  if (first !== undefined) files.set('/', first)
  return ok(files)
}
