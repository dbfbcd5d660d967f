import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import { codeFileOf, type CodeContract, type ScriptSource, type ServiceOf } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Log } from '../kit'
import {
  completionsSchema,
  detailsOf,
  diagnosticsSchema,
  hoverSchema,
  itemOf,
  marksOf,
  meaningOf,
  offersOf,
  resolvedSchema,
  toPosition,
} from './answers'
import { compilerPath } from './compiler-path'
import { LanguageServer } from './language-server'
import { OpenFiles } from './open-files'
import { writeTypeSettings } from './type-settings'

const PATIENCE_MS = 20_000
/** Nobody who writes pauses so long; then its memory is the machine’s again. */
const IDLE_MS = 3 * 60_000

export interface CodeParts {
  /** Holds a folder a script, by its id. */
  readonly sources: string
  /** What scripts can import: the folders of their declarations, by name. */
  readonly modules: Readonly<Record<string, string>>
  readonly log: Log
  /** The compiler; tests take another. */
  readonly program?: string | undefined
  readonly patience?: number
  readonly idle?: number
}

export interface Code extends AsyncDisposable {
  readonly service: ServiceOf<CodeContract>
  /** Of the compiler, while it runs. */
  readonly pid: number | undefined
}

/** What the compiler knows of scripts. It is started by the first who asks, and ends when nobody has for a while. */
export function createCode(parts: CodeParts): Code {
  return new ScriptCompiler(parts)
}

class ScriptCompiler implements Code {
  readonly #parts: CodeParts
  #running: { readonly server: LanguageServer; readonly files: OpenFiles } | undefined
  #idle: NodeJS.Timeout | undefined

  constructor(parts: CodeParts) {
    this.#parts = parts
  }

  get pid(): number | undefined {
    return this.#running?.server.pid
  }

  readonly service: ServiceOf<CodeContract> = {
    check: async source => {
      const answer = await this.#ask(source, 'textDocument/diagnostic', {}, diagnosticsSchema)
      return answer.ok ? ok(marksOf(answer.value)) : answer
    },
    complete: async ({ place, ...source }) => {
      const at = { position: toPosition(place) }
      const answer = await this.#ask(source, 'textDocument/completion', at, completionsSchema)
      return answer.ok ? ok(offersOf(answer.value)) : answer
    },
    describe: async ({ place, label, from, ...source }) => {
      const at = { position: toPosition(place) }
      const offered = await this.#ask(source, 'textDocument/completion', at, completionsSchema)
      const item = offered.ok ? itemOf(offered.value, { label, from }) : undefined
      const server = this.#running?.server
      if (!offered.ok) return offered
      if (item === undefined || server === undefined) return ok({ edits: [] })
      const answer = await server.request('completionItem/resolve', item, resolvedSchema)
      return answer.ok ? ok(detailsOf(answer.value)) : answer
    },
    explain: async ({ place, ...source }) => {
      const at = { position: toPosition(place) }
      const answer = await this.#ask(source, 'textDocument/hover', at, hoverSchema)
      if (!answer.ok) return answer
      const meaning = meaningOf(answer.value, place)
      return ok(meaning === undefined ? {} : { meaning })
    },
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end()
  }

  async #ask<Schema extends z.ZodType>(
    source: ScriptSource,
    method: string,
    params: { readonly position?: object },
    schema: Schema,
  ): Promise<Result<z.output<Schema>>> {
    const running = await this.#start()
    if (!running.ok) return running
    const { server, files } = running.value
    const folder = join(this.#parts.sources, ...source.plugin.split('/'))
    const uriOf = (name: string) => pathToFileURL(join(folder, name)).href
    const uri = uriOf(codeFileOf(source.manifest))
    // In one go with the question: whoever asks next may have another text.
    files.show(
      new Map([
        [uriOf('plugin.json'), source.manifest],
        [uri, source.code],
      ]),
    )
    const answer = await server.request(method, { textDocument: { uri }, ...params }, schema)
    this.#endLater()
    return answer
  }

  #endLater(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.#end(), this.#parts.idle ?? IDLE_MS)
    this.#idle.unref()
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const running = this.#running
    this.#running = undefined
    await running?.server[Symbol.asyncDispose]()
  }

  async #start(): Promise<Result<{ readonly server: LanguageServer; readonly files: OpenFiles }>> {
    const { program = compilerPath(), sources, modules, log } = this.#parts
    if (program === undefined) return err(fail('compiler-missing', ''))
    clearTimeout(this.#idle)
    if (this.#running === undefined || this.#running.server.isGone) {
      const written = await writeTypeSettings(sources, modules)
      if (!written.ok) return written
    }
    // Another may have begun it meanwhile.
    if (this.#running === undefined || this.#running.server.isGone) {
      const patience = this.#parts.patience ?? PATIENCE_MS
      const server = new LanguageServer({ program, folder: sources, log, patience })
      this.#running = { server, files: new OpenFiles(server) }
    }
    const running = this.#running
    const ready = await running.server.ready()
    return ready.ok ? ok(running) : ready
  }
}
