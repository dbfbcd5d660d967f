import { describe, expect, test } from 'vitest'
import { err, fail, ok } from '#shared/kit'
import { fakeServices } from '../../api/testing'
import { createPluginsService } from '../../plugins'
import { PluginHome } from '../../plugins/testing/plugin-home'
import { testServer } from './testing'

/** A server over a plugin manager of its own, and a way to ask it. */
async function serving(home: PluginHome) {
  const stack = new AsyncDisposableStack()
  const manager = stack.use(home.manager())
  const calls: unknown[] = []
  const plugins = createPluginsService(manager, {
    create: async (plugin, options) => {
      calls.push([plugin, options])
      return ok({ id: 'i1', plugin, tool: options.tool ?? 'count' })
    },
    destroy: async instance => (instance === 'i1' ? ok() : err(fail('instance-unknown', 'Gone.'))),
    execute: async (instance, call) => ok({ instance, ...call }),
    profile: async (plugin, part, seconds) => {
      calls.push([plugin, part, seconds])
      return ok({ nodes: [], startTime: 0, endTime: 1, samples: [], timeDeltas: [] })
    },
  })
  const app = stack.use(await testServer({ services: fakeServices({ plugins }) }))
  const headers = app.pageHeaders(await app.session())
  const ask = async (method: string, path: string, body?: object) => {
    const { 'content-type': type, ...bare } = headers
    const sent =
      body === undefined
        ? { headers: bare }
        : { headers: { ...bare, 'content-type': type }, body: JSON.stringify(body) }
    const answer = await app.request(path, { method, ...sent })
    const text = await answer.text()
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return { status: answer.status, json }
  }
  return { ask, calls, app, headers, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const tool = { count: { label: 'Count', description: 'Counts.', input: {} } }

describe('S1-10 S1-11 the paths of the plugin API', () => {
  test('list, one, status, reload, enabled, config, stats and log', async () => {
    using home = new PluginHome()
    home.plugin('@acme/echo', {
      configSchema: { properties: { size: { type: 'integer' } } },
      defaultConfig: { size: 1 },
    })
    await using api = await serving(home)
    const echo = '/api/plugins/%40acme%2Fecho'
    expect(await api.ask('GET', '/api/plugins')).toMatchObject({
      status: 200,
      json: [{ id: '@acme/echo', state: 'enabled' }],
    })
    expect(await api.ask('GET', echo)).toMatchObject({
      status: 200,
      json: { id: '@acme/echo', config: { size: 1 } },
    })
    expect(await api.ask('GET', '/api/plugins/system/status')).toMatchObject({
      status: 200,
      json: { total: 1, states: { enabled: 1, failed: 0 } },
    })
    expect(await api.ask('POST', `${echo}/reload`, {})).toMatchObject({
      status: 200,
      json: { state: 'enabled' },
    })
    expect(await api.ask('PUT', `${echo}/config`, { config: { size: 2 } })).toMatchObject({
      json: { config: { size: 2 } },
    })
    expect(await api.ask('PUT', `${echo}/config`, { config: { size: 'x' } })).toMatchObject({
      status: 422,
      json: { code: 'plugin-config-invalid' },
    })
    expect(await api.ask('GET', `${echo}/stats`)).toMatchObject({
      json: { plugin: '@acme/echo', calls: 0 },
    })
    expect(await api.ask('GET', `${echo}/log?lines=5`)).toMatchObject({ status: 200, json: [] })
    expect(await api.ask('PUT', `${echo}/enabled`, { enabled: false })).toMatchObject({
      json: { state: 'disabled' },
    })
    expect(await api.ask('GET', '/api/plugins/nobody')).toMatchObject({
      status: 404,
      json: { code: 'plugin-not-found' },
    })
    expect(await api.ask('PUT', `${echo}/enabled`, { enabled: 'yes' })).toMatchObject({
      status: 400,
      json: { code: 'request-invalid' },
    })
  })

  test('instances are created, executed and destroyed, of enabled plugins with tools alone', async () => {
    using home = new PluginHome()
    for (const id of ['counter', 'off', 'toolless']) home.write(`data/plugins/${id}/main.js`, '')
    home.plugin('counter', { main: 'main.js', tools: tool })
    home.plugin('off', { main: 'main.js', tools: tool })
    home.plugin('toolless')
    await using api = await serving(home)
    const created = await api.ask('POST', '/api/plugins/counter/instances', { tool: 'count' })
    expect(created).toEqual({ status: 201, json: { id: 'i1', plugin: 'counter', tool: 'count' } })
    const run = await api.ask('POST', '/api/plugins/instances/i1/execute', {
      inputs: { text: 'a' },
      parameters: { n: 2 },
    })
    expect(run.json).toEqual({ instance: 'i1', inputs: { text: 'a' }, parameters: { n: 2 } })
    expect((await api.ask('DELETE', '/api/plugins/instances/i1', {})).status).toBe(200)
    expect(await api.ask('DELETE', '/api/plugins/instances/i2', {})).toMatchObject({ status: 404 })
    await api.ask('PUT', '/api/plugins/off/enabled', { enabled: false })
    expect(await api.ask('POST', '/api/plugins/off/instances', {})).toMatchObject({
      status: 409,
      json: { code: 'plugin-not-enabled' },
    })
    expect(await api.ask('POST', '/api/plugins/toolless/instances', {})).toMatchObject({
      status: 422,
      json: { code: 'plugin-has-no-instances' },
    })
    expect(api.calls).toEqual([['counter', { tool: 'count' }]])
  })

  test('a script that shows its session itself needs no body where there is nothing to say', async () => {
    using home = new PluginHome()
    home.plugin('echo')
    await using api = await serving(home)
    const cookie = api.headers.cookie
    const authorization = `Bearer ${cookie.slice(cookie.indexOf('=') + 1)}`
    const statusOf = async (method: string, path: string, headers: Record<string, string>) =>
      (await api.app.request(path, { method, headers })).status
    expect(await statusOf('POST', '/api/plugins/echo/reload', { authorization })).toBe(200)
    expect(await statusOf('DELETE', '/api/plugins/instances/i1', { authorization })).toBe(200)
    // As the page does, with a cookie: there the kind of body is what another page cannot send.
    const page = { cookie, origin: api.app.origin }
    expect(await statusOf('POST', '/api/plugins/echo/reload', page)).toBe(415)
    expect(
      await statusOf('POST', '/api/plugins/echo/reload', {
        authorization,
        'content-type': 'text/plain',
      }),
    ).toBe(415)
  })

  test('seed 000: /api/v1/system/capabilities', async () => {
    using home = new PluginHome()
    home.write('data/plugins/counter/main.js', '')
    home.plugin('counter', { main: 'main.js', tools: tool })
    await using api = await serving(home)
    expect((await api.ask('GET', '/api/v1/system/capabilities')).json).toEqual({
      capabilities: [{ kind: 'tool', name: 'count', plugin: 'counter', available: true }],
    })
  })

  test('the page of the API names every path, for those with a session', async () => {
    using home = new PluginHome()
    await using api = await serving(home)
    expect((await api.app.request('/api/docs')).status).toBe(401)
    const answer = await api.app.request('/api/docs', { headers: api.headers })
    const page = await answer.text()
    expect(answer.headers.get('content-type')).toContain('text/html')
    for (const path of [
      'GET /api/plugins/{id}',
      'POST /api/plugins/instances/{instance}/execute',
      'GET /api/v1/system/capabilities',
    ]) {
      expect(page).toContain(path)
    }
    expect(page).not.toMatch(/<script|<style|style=/)
  })
})
