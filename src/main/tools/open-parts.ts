import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { err, fail } from '#shared/kit'
import { attempt, readFailure, silentLog } from '../kit'
import { PluginHosts, type HostedPlugin } from '../plugin-host'
import type { OpenParts } from '../plugins/packages'
import { openOwnModels } from './models'
import { heapOf } from './plugin-runner'
import { PluginWorks } from './works'

/** Runs a plugin’s tools, sensors, providers and works in a plugin host, where nothing is granted but its own models. */
export const openParts: OpenParts = (manifest, code, folder) => {
  const models = openOwnModels(manifest, folder)
  const works = new PluginWorks({
    call: (_id, calling, instance) => hosts.call(plugin, calling, instance?.id),
    end: (id, instance) => hosts.end(id, instance),
  })
  const nobody = () => {}
  const hosts = new PluginHosts({
    log: silentLog,
    events: {
      request: async (id, method, args) => {
        if (method.startsWith('storage.')) return { ok: true, value: undefined }
        const extra = Object.hasOwn(works.extras, method) ? works.extras[method] : undefined
        if (extra !== undefined) return extra.run(id, args)
        const wish = method === 'models.run' ? runSchema.safeParse(args).data : undefined
        if (wish !== undefined) return models.run(wish.model, wish.inputs)
        return err(fail('permission-denied', `The test grants no “${method}”.`))
      },
      log: nobody,
      reading: nobody,
      death: nobody,
      usage: nobody,
      dropped: nobody,
      setUp: nobody,
    },
  })
  const plugin: HostedPlugin = {
    id: manifest.id,
    name: manifest.name,
    shared: false,
    source: () =>
      attempt(
        () => readFile(code, 'utf8'),
        errno => readFailure(errno, `file “${code}”`),
      ),
    config: manifest.defaultConfig,
    ...heapOf(manifest),
    capabilities: manifest.permissions.map(({ right }) => right),
  }
  let held: Disposable | undefined
  return {
    call: (what, name, input, timeoutMs) => hosts.call(plugin, { what, name, input, timeoutMs }),
    models,
    works: {
      run(order) {
        // One process for all of its runs: each would begin another.
        held ??= hosts.hold(plugin)
        return works.run(order)
      },
    },
    async [Symbol.asyncDispose]() {
      held?.[Symbol.dispose]()
      await hosts[Symbol.asyncDispose]()
      await models[Symbol.asyncDispose]()
    },
  }
}

const runSchema = z.object({ model: z.string(), inputs: z.unknown() })
