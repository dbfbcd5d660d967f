import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { randomFrom } from '../../inference/host/listen/testing/make-sounds'
import { rootFolder } from '../../kit'
import { copyHome, killHome, leftIn, type KillWork } from './kill-home'
import { slowHost } from './slow-host'

export interface KillWish {
  /** How often it is killed, in all. */
  readonly kills: number
  readonly seed: number
  readonly work: readonly KillWork[]
  /** What Node is given to run `killChild`, before the home; from its sources if left out. */
  readonly child?: readonly string[]
}

export interface KillReport {
  readonly kills: number
  /** Of them, how often the process that runs models was killed with the app. */
  readonly both: number
  /** How often the work was begun anew, and came to its end. */
  readonly wholeRuns: number
  /** What differs from a run that nobody disturbed: lost, doubled, torn or other results. */
  readonly wrong: readonly string[]
}

/**
 * Kills the app at random moments while it separates, generates, imports and downloads, and starts it again, until it is done;
 * then holds all that is there against what a run leaves that was not disturbed. Over and over, in a new home each time.
 */
export async function killRounds({
  kills,
  seed,
  work,
  child = fromSources(),
}: KillWish): Promise<KillReport> {
  const random = randomFrom(seed)
  const bytes = Uint8Array.from({ length: 1_500_000 }, () => Math.floor(random() * 256))
  await using host = await slowHost(bytes)
  await using stack = new AsyncDisposableStack()
  const compiled = mkdtempSync(join(tmpdir(), 'wireharp-kills-'))
  stack.defer(() => rm(compiled, { recursive: true, force: true, maxRetries: 5 }))
  const wanted = []
  for (const one of work) {
    const template = stack.use(await killHome(one, { url: host.url, bytes }))
    await using home = copyHome(template.path)
    const began = performance.now()
    const run = new Run([...child, home.path], compiled)
    const told = await run.end()
    if (told === undefined) throw new Error(`It does not end undisturbed either: ${run.errors}`)
    const span = performance.now() - began
    wanted.push({ template, told, left: leftIn(home.path), span })
  }
  const wrong: string[] = []
  let [done, both, wholeRuns] = [0, 0, 0]
  while (done < kills) {
    const present = wanted[wholeRuns % wanted.length]
    if (present === undefined) break
    const { template, told, left, span } = present
    await using home = copyHome(template.path)
    for (;;) {
      const run = new Run([...child, home.path], compiled)
      const isLast = done >= kills
      // From before it is up to the middle of its work; sometimes with the process that runs models.
      const withModels = random() < 0.5
      const killed = !isLast && (await run.killAfter(random() * 0.7 * span, withModels))
      if (killed) {
        done += 1
        both += withModels ? 1 : 0
        continue
      }
      const answer = await run.end()
      wholeRuns += 1
      if (answer === undefined) wrong.push(`it ended in an error: ${run.errors}`)
      else {
        const found = { ...leftIn(home.path), edits: answer.edits }
        wrong.push(...differences({ ...left, edits: told.edits }, found))
        const open = answer.jobs.filter(([, state]) => state !== 'completed')
        wrong.push(...open.map(([kind, state]) => `a job of ${kind} is ${state}`))
      }
      break
    }
  }
  return { kills: done, both, wholeRuns, wrong }
}

function fromSources(): readonly string[] {
  const hooks = pathToFileURL(join(rootFolder(), 'src/main/kit/testing/run-sources.ts')).href
  return ['--import', hooks, join(rootFolder(), 'src/main/clips/testing/kill-main.ts')]
}

const toldSchema = z.object({
  edits: z.array(z.string()),
  /** Kinds and states. */
  jobs: z.array(z.tuple([z.string(), z.string()])),
})
type Told = z.infer<typeof toldSchema>

class Run {
  errors = ''
  readonly #child: ChildProcess
  readonly #exit: Promise<number | undefined>
  #said = ''

  constructor(command: readonly string[], compiled: string) {
    this.#child = spawn(process.execPath, command, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What was compiled once is found again by the next.
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
      // A group of its own, so that the process that runs models can be killed with it.
      detached: true,
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()))
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()))
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    this.#exit = promise
    this.#child.on('close', code => resolve(code ?? undefined))
  }

  /** What it told at its end; nothing where it ended otherwise. */
  async end(): Promise<Told | undefined> {
    if ((await this.#exit) !== 0) return undefined
    return toldSchema.parse(JSON.parse(this.#said.trim().split('\n').at(-1) ?? ''))
  }

  /** False where it was done before. */
  async killAfter(milliseconds: number, withModels: boolean): Promise<boolean> {
    const timer = setTimeout(() => this.#kill(withModels), milliseconds)
    await this.#exit
    clearTimeout(timer)
    return this.#child.signalCode === 'SIGKILL'
  }

  #kill(withModels: boolean): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      process.kill(withModels ? -pid : pid, 'SIGKILL')
    } catch {
      // It has just ended by itself.
    }
  }
}

/** Where two trees differ, in words. */
function differences(wanted: unknown, present: unknown, path = ''): string[] {
  if (isDeepStrictEqual(wanted, present)) return []
  if (!isTree(wanted) || !isTree(present)) {
    return [`${path}: ${short(present)} in place of ${short(wanted)}`]
  }
  const names = new Set([...Object.keys(wanted), ...Object.keys(present)])
  return [...names].flatMap(name => differences(wanted[name], present[name], `${path}/${name}`))
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200)
