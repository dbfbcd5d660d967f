import { implement } from '@orpc/server'
import { contract, type AiServiceInfo } from '#shared/contract'

/** Two services of the config; one of them is away. */
export function fakeAiServices() {
  const shell = implement(contract)
  let all: readonly AiServiceInfo[] = [
    {
      ...{ url: 'http://127.0.0.1:4950', origin: 'config', state: 'online', id: 'stems/shape' },
      ...{ name: 'Stems by shape', version: '1.0.0', capability: 'stem-separation' },
      ...{ licence: 'Apache-2.0', memory: 212_000_000, activeJobs: 0, device: 'cpu' },
    },
    {
      ...{ url: 'http://studio.local:4951', origin: 'config', state: 'offline', id: 'echo' },
      ...{ name: 'Echo', version: '0.3.0', capability: 'knowledge' },
      failure: { code: 'service-offline', message: 'http://studio.local:4951 cannot be reached.' },
    },
  ]
  const added = (url: string): AiServiceInfo => {
    const info: AiServiceInfo = { url, origin: 'config', state: 'online', id: 'new', name: 'New' }
    all = [...all, info]
    return info
  }
  return {
    list: shell.services.list.handler(() => all),
    register: shell.services.register.handler(({ input }) => added(input.url)),
    add: shell.services.add.handler(({ input }) => added(input.url)),
    remove: shell.services.remove.handler(({ input }) => {
      all = all.filter(({ url }) => url !== input.url)
    }),
    check: shell.services.check.handler(() => all),
    start: shell.services.start.handler(({ input }) =>
      added(`http://127.0.0.1:4999/${input.provider}`),
    ),
    stop: shell.services.stop.handler(({ input }) => {
      all = all.filter(({ url }) => url !== input.url)
    }),
    log: shell.services.log.handler(() => ['2026-11-21T12:00:00.000Z It is online.']),
    choose: shell.services.choose.handler(({ input: { capability, url } }) => {
      all = all.map(one =>
        one.capability === capability ? { ...one, chosen: one.url === url } : one,
      )
    }),
  }
}
