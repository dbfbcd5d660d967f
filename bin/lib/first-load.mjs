import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What the page may load before it shows anything, compressed: 1 MB. */
export const FIRST_LOAD_BYTES = 1_000_000

/** The scripts and style sheets that a built page names itself, and what all of them take compressed. */
export function firstLoad(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const names = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(match => match[1])
  const files = [...new Set(names)].map(name => {
    const content = readFileSync(join(folder, name))
    return { name, bytes: content.length, gzipped: gzipSync(content).length }
  })
  const gzipped = files.reduce((sum, file) => sum + file.gzipped, gzipSync(page).length)
  return { files, gzipped }
}

/** What is wrong with it: nothing, or a sentence that names the largest files. */
export function firstLoadProblem({ files, gzipped }, most = FIRST_LOAD_BYTES) {
  if (gzipped <= most) return undefined
  const largest = files
    .toSorted((a, b) => b.gzipped - a.gzipped)
    .slice(0, 3)
    .map(({ name, gzipped: bytes }) => `${name} ${inKb(bytes)}`)
  return (
    `The page loads ${inKb(gzipped)} before it shows anything, and ${inKb(most)} is the most it may: ` +
    `import what is seen later by import(). The largest: ${largest.join(', ')}.`
  )
}

function inKb(bytes) {
  return `${Math.ceil(bytes / 1000)} kB`
}
