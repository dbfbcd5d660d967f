import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { err, fail } from '#shared/kit'
import { attempt, readFailure, silentLog } from '../kit'
import { PluginHosts, type HostedPlugin } from '../plugin-host'
import type { OpenParts } from '../plugins/packages'
import { openOwnModels } from './models'

/** Runs a plugin’s tools, sensors and providers in a plugin host, where nothing is granted but its own models. */
export const openParts: OpenParts = (manifest, code, folder) => {
  const models = openOwnModels(manifest, folder)
  const nobody = () => {}
  const hosts = new PluginHosts({
    log: silentLog,
    events: {
      request: async (_plugin, method, args) => {
        if (method.startsWith('storage.')) return { ok: true, value: undefined }
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
    capabilities: manifest.permissions.map(({ right }) => right),
  }
  return {
    call: (what, name, input, timeoutMs) => hosts.call(plugin, { what, name, input, timeoutMs }),
    models,
    async [Symbol.asyncDispose]() {
      await hosts[Symbol.asyncDispose]()
      await models[Symbol.asyncDispose]()
    },
  }
}

const runSchema = z.object({ model: z.string(), inputs: z.unknown() })
