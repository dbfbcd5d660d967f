import { SourceMap, type SourceMapPayload } from 'node:module'

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
  if (payload === undefined) return stack
  const map = new SourceMap(payload)
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
