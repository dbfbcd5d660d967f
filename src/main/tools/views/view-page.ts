import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { attempt, containedFile, readFailure } from '../../kit'

/** Of one file, and of the page with all that is put into it. */
const MOST_BYTES: Bytes = 2 * 2 ** 20

const images: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * The page of a view as one document: its scripts, styles and pictures, which lie beside it, are put into it. A frame
 * without an origin of its own could not ask for them, and so it needs to ask for nothing.
 */
export async function viewPage(folder: string, entry: string): Promise<Result<string>> {
  const page = await readInside(folder, entry)
  if (!page.ok) return page
  const beside = dirname(entry)
  const parts = [...page.value.toString('utf8').matchAll(reference)]
  const replaced = new Map<string, string>()
  for (const part of parts) {
    const groups = part.groups ?? {}
    const name = groups['script'] ?? groups['style'] ?? groups['image'] ?? ''
    if (!/^\.?\/?[\w./-]+$/.test(name) || replaced.has(part[0])) continue
    const file = await readInside(folder, join(beside, name))
    if (!file.ok) return file
    replaced.set(part[0], inlined(groups, name, file.value))
  }
  const whole = page.value
    .toString('utf8')
    .replaceAll(reference, found => replaced.get(found) ?? found)
  return Buffer.byteLength(whole) > MOST_BYTES
    ? err(fail('file-too-large', `The page ${entry} is larger than 2 MB.`))
    : ok(whole)
}

const reference =
  /<script\b[^>]*\bsrc="(?<script>[^"]+)"[^>]*>\s*<\/script>|<link\b[^>]*\brel="stylesheet"[^>]*\bhref="(?<style>[^"]+)"[^>]*>|\bsrc="(?<image>[^"]+\.(?:svg|png))"/g

function inlined(groups: Partial<Record<string, string>>, name: string, file: Buffer): string {
  const text = file.toString('utf8')
  if (groups['script'] !== undefined) return `<script>${text.replaceAll('</', '<\\/')}</script>`
  if (groups['style'] !== undefined) return `<style>${text.replaceAll('</', '<\\/')}</style>`
  const type = images[extname(name)] ?? 'application/octet-stream'
  return `src="data:${type};base64,${file.toString('base64')}"`
}

async function readInside(folder: string, path: string): Promise<Result<Buffer>> {
  const file = await containedFile(folder, path)
  if (!file.ok) return file
  if (file.value.bytes > MOST_BYTES) {
    return err(fail('file-too-large', `The file ${path} of the view is larger than 2 MB.`))
  }
  return attempt(
    () => readFile(file.value.path),
    errno => readFailure(errno, path),
  )
}
