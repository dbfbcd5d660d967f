import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { attempt, containedFile, readFailure } from '../../kit'
import { references, type Reference } from './references'

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
  const html = page.value.toString('utf8').replaceAll(frames, '&lt;')
  const files = new Map<string, Buffer>()
  const parts: string[] = []
  let [at, bytes] = [0, page.value.length]
  for (const found of references(html)) {
    if (!/^\.?\/?[\w./-]+$/.test(found.name)) continue
    const known = files.get(found.name)
    const file = known ? ok(known) : await readInside(folder, join(dirname(entry), found.name))
    if (!file.ok) return file
    files.set(found.name, file.value)
    // Counted before it is put there: one file may be named a hundred thousand times.
    bytes += file.value.length
    if (bytes > MOST_BYTES) return tooLarge(entry)
    parts.push(html.slice(at, found.from), inlined(found, file.value))
    at = found.to
  }
  const whole = guarded([...parts, html.slice(at)].join(''))
  return Buffer.byteLength(whole) > MOST_BYTES ? tooLarge(entry) : ok(whole)
}

/** A frame in the frame would have all that was taken away here. */
const frames = /<(?=\/?(?:iframe|frame|frameset|fencedframe|object|embed|portal)\b)/gi
const doctype = /^\s{0,100}<!doctype\b[^<>]{0,200}>/i
/**
 * What no policy of content keeps from the network: calls between browsers ask any host for the way. What makes documents without
 * asking for trust goes with them.
 */
export const GUARD =
  '<script>for (const name of Object.getOwnPropertyNames(self)) if (/RTC|^XSLT/.test(name)) delete self[name]</script>'

/** Before anything of the page runs. */
function guarded(html: string): string {
  const head = doctype.exec(html)?.[0] ?? ''
  return `${head}${GUARD}${html.slice(head.length)}`
}

function tooLarge(entry: string): Result<never> {
  return err(fail('file-too-large', `The page ${entry} is larger than 2 MB.`))
}

function inlined({ kind, name }: Reference, file: Buffer): string {
  const text = file.toString('utf8')
  if (kind === 'script') return `<script>${text.replaceAll('</', '<\\/')}</script>`
  if (kind === 'style') return `<style>${text.replaceAll('</', '<\\/')}</style>`
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
