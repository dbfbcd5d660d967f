import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Right } from '#shared/graph'
import type { FileBroker } from './files/file-broker'
import type { Grants, Wanting } from './grants'
import type { OscBroker } from './network/osc-broker'
import type { NetworkBroker } from './network/network-broker'
import type { PluginStorage } from './plugin-storage'

/** Something that others bring to what plugins may ask for: its right is checked here. */
export interface Extra {
  /** Left out where it needs none: what the plugin was handed is its own to use. */
  readonly right?: Right
  /** What the request is about, where permissions name it in their scopes: a device, a tool. */
  readonly target?: (args: unknown) => string
  /** Whether a scope holds it; where it is left out, one that names it or `*`. */
  readonly covers?: (scope: readonly string[], target: string) => boolean
  /** Why it cannot be done, whatever is allowed: nobody is asked then. */
  readonly problem?: (args: unknown) => Failure | undefined
  readonly run: (plugin: string, args: unknown) => Promise<Result<unknown>>
}

export interface BrokerParts {
  readonly grants: Grants
  readonly files: FileBroker
  readonly network: NetworkBroker
  readonly osc: OscBroker
  readonly storage: PluginStorage
  /** By method. */
  readonly extras: Readonly<Record<string, Extra>>
}

const path = z.strictObject({ path: z.string().max(4096) })
const key = z.strictObject({ key: z.string().min(1).max(200) })
const fetching = z.strictObject({
  url: z.string().max(8000),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
})

const sending = z.strictObject({
  to: z.string().max(300),
  address: z.string().max(300),
  args: z.array(z.union([z.number(), z.string().max(1000), z.boolean()])).max(64),
})

/** The one door for all that plugins ask for. Arguments are parsed here; answers are plain JSON. */
export class Broker {
  readonly #parts: BrokerParts

  constructor(parts: BrokerParts) {
    this.#parts = parts
  }

  async request(who: Wanting, method: string, args: unknown): Promise<Result<unknown>> {
    const { files, network, osc, storage } = this.#parts
    switch (method) {
      case 'files.readText':
        return this.#with(path, args, async wish =>
          mapped(await files.read(who, wish.path), bytes => bytes.toString('utf8')),
        )
      case 'files.readBytes':
        return this.#with(path, args, async wish =>
          mapped(await files.read(who, wish.path), bytes => bytes.toString('base64')),
        )
      case 'files.list':
        return this.#with(path, args, wish => files.list(who, wish.path))
      case 'files.writeText':
        return this.#with(path.extend({ text: z.string() }), args, wish =>
          files.write(who, wish.path, Buffer.from(wish.text)),
        )
      case 'files.writeBytes':
        return this.#with(path.extend({ base64: z.string() }), args, wish =>
          files.write(who, wish.path, Buffer.from(wish.base64, 'base64')),
        )
      case 'network.fetch':
        return this.#with(fetching, args, wish => network.fetch(who, wish))
      case 'network.osc':
        return this.#with(sending, args, wish => osc.send(who, wish))
      case 'storage.get':
        return this.#with(key, args, async wish => ok(await storage.get(who.plugin, wish.key)))
      case 'storage.keys':
        return ok(await storage.keys(who.plugin))
      case 'storage.set':
        return this.#with(key.extend({ value: z.string() }), args, wish =>
          storage.set(who.plugin, wish.key, wish.value),
        )
      case 'storage.remove':
        return this.#with(key, args, wish => storage.remove(who.plugin, wish.key))
      default:
        return this.#extra(who, method, args)
    }
  }

  async #extra(who: Wanting, method: string, args: unknown): Promise<Result<unknown>> {
    const { extras, grants } = this.#parts
    const extra = Object.hasOwn(extras, method) ? extras[method] : undefined
    if (extra === undefined) {
      return err(fail('request-invalid', `There is nothing called “${method.slice(0, 40)}”.`))
    }
    const { right: needed, covers = names } = extra
    if (needed === undefined) return extra.run(who.plugin, args)
    const target = extra.target?.(args) ?? '*'
    const permission = who.permissions.find(
      ({ right, scope }) =>
        right === needed &&
        (extra.target === undefined || scope === undefined || covers(scope, target)),
    )
    const problem = permission && extra.problem?.(args)
    if (problem !== undefined) return err(problem)
    const allowed = await grants.check(who, {
      right: needed,
      target,
      permission,
      detail: method,
    })
    return allowed.ok ? extra.run(who.plugin, args) : allowed
  }

  #with<Schema extends z.ZodType>(
    schema: Schema,
    args: unknown,
    run: (wish: z.output<Schema>) => Promise<Result<unknown>>,
  ): Promise<Result<unknown>> {
    const wish = schema.safeParse(args)
    if (wish.success) return run(wish.data)
    const [issue] = wish.error.issues
    const at = issue?.path.map(String).join('.') ?? ''
    return Promise.resolve(err(fail('request-invalid', `${at}: ${issue?.message ?? 'wrong'}.`)))
  }
}

function names(scope: readonly string[], target: string): boolean {
  return scope.includes(target) || scope.includes('*')
}

function mapped<In, Out>(result: Result<In>, change: (value: In) => Out): Result<Out> {
  return result.ok ? ok(change(result.value)) : result
}
