import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A stamp says that a step finished, and from what. It is taken away before the step and written after it,
 * by renaming, so a kill in the middle leaves no stamp or a torn temporary file, never a false one.
 */
export function stampMatches(file, value) {
  try {
    return readFileSync(file, 'utf8') === line(value)
  } catch {
    return false
  }
}

export function removeStamp(file) {
  rmSync(file, { force: true })
}

export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, line(value))
  renameSync(temporary, file)
}

/** The newline at the end is what a torn write lacks. */
function line(value) {
  return `${value}\n`
}
