import { readFileSync, statSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import type { Bytes } from '#shared/kit'

/** A bundle’s source map, if it is one: version 3, with its sources. */
function parsedMap(text: string): SourceMapPayload | undefined {
  try {
    const map: unknown = JSON.parse(text)
    return isMap(map) ? map : undefined
  } catch {
    return undefined
  }
}

function isMap(map: unknown): map is SourceMapPayload {
  return (
    typeof map === 'object' &&
    map !== null &&
    'version' in map &&
    map.version === 3 &&
    'mappings' in map &&
    typeof map.mappings === 'string' &&
    'sources' in map &&
    Array.isArray(map.sources)
  )
}

/** No stack is deeper, and nobody reads further. */
const MOST_LINES = 30

/**
 * A stack with the places of `main.js` as those of the sources that it was bundled from. What cannot be mapped stays; the
 * map is the plugin’s own, so it may hold anything: names are cut and hold no control characters.
 *
 * @example
 * mapStack('Error: no\n    at process (tremolo/main.js:190:12)', map)
 * // Error: no
 * //     at process (main.ts:14:9)
 */
export function mapStack(stack: string, mapText: string): string {
  const payload = parsedMap(mapText)
  return payload === undefined ? stack : mapped(stack, new SourceMap(payload))
}

function mapped(stack: string, map: SourceMap): string {
  return stack
    .split('\n')
    .slice(0, MOST_LINES)
    .map(line =>
      line.replace(/[^\s()]*main\.js:(\d+):(\d+)/, (place, row: string, column: string) => {
        const found = map.findEntry(Number(row) - 1, Number(column) - 1)
        if (!('originalSource' in found) || typeof found.originalSource !== 'string') return place
        const file = found.originalSource.replace(/\p{C}/gu, '').slice(0, 200)
        return `${file}:${found.originalLine + 1}:${found.originalColumn + 1}`
      }),
    )
    .join('\n')
}

/** No map of an honest plugin is larger. */
const MOST_BYTES: Bytes = 4 * 2 ** 20
/** Maps that are kept. */
const MOST_MAPS = 8

interface KeptMap {
  readonly stamp: string
  readonly map: SourceMap | undefined
}

/** The maps that lie beside plugins’ code. Each is read once, until its file changes. */
export class StackMaps {
  readonly #kept = new Map<string, KeptMap>()

  /** What a plugin said, with places of its sources; `code` is the path of its `main.js`. */
  inSources(text: string, code: string | undefined): string {
    if (code === undefined || !/main\.js:\d+:\d+/.test(text)) return text
    const map = this.#mapOf(`${code}.map`)
    return map === undefined ? text : mapped(text, map)
  }

  #mapOf(path: string): SourceMap | undefined {
    const { mtimeMs, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {}
    const stamp = `${mtimeMs} ${size}`
    const known = this.#kept.get(path)
    if (known?.stamp === stamp) return known.map
    const map = size > 0 && size <= MOST_BYTES ? readMap(path) : undefined
    this.#kept.delete(path)
    this.#kept.set(path, { stamp, map })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_MAPS && oldest !== undefined) this.#kept.delete(oldest)
    return map
  }
}

function readMap(path: string): SourceMap | undefined {
  try {
    const payload = parsedMap(readFileSync(path, 'utf8'))
    return payload && new SourceMap(payload)
  } catch {
    return undefined
  }
}
