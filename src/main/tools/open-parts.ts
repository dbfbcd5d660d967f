import { readFile } from 'node:fs/promises'
import { err, fail } from '#shared/kit'
import { attempt, readFailure, silentLog } from '../kit'
import { PluginHosts, type HostedPlugin } from '../plugin-host'
import type { OpenParts } from '../plugins/packages'

/** Runs a plugin’s tools, sensors and providers in a plugin host, where nothing is granted. */
export const openParts: OpenParts = (manifest, code) => {
  const nobody = () => {}
  const hosts = new PluginHosts({
    log: silentLog,
    events: {
      request: async (_plugin, method) =>
        method.startsWith('storage.')
          ? { ok: true, value: undefined }
          : err(fail('permission-denied', `The test grants no “${method}”.`)),
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
    [Symbol.asyncDispose]: () => hosts[Symbol.asyncDispose](),
  }
}
