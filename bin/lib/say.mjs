/** One line for a person. stdout belongs to the command that runs (`--json`), so words go to stderr. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** A failure the person can do something about: `message` says what happened and what to do next. */
export class Trouble extends Error {
  exitCode = 1
}

/** The person or the system asked this process to end while it was setting up. */
export class Stopped extends Trouble {
  constructor(exitCode) {
    super('Stopped; the next start takes it up again.')
    this.exitCode = exitCode
  }
}
