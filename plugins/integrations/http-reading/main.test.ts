import { describe, expect, test } from 'vitest'
import { runSensor, runTool } from '@wireharp/testing'
import { numberAt } from './field'
import plugin from './main'

const asked: string[] = []
const weather = async (url: string, request?: { readonly body?: string }) => {
  asked.push(`${url} ${request?.body ?? ''}`.trim())
  return { status: 200, headers: {}, body: '{"current":{"temperature":21.5}}' }
}

describe('S1-05 an integration over HTTP', () => {
  test('the number of a service is a reading', async () => {
    const config = { url: 'https://weather.example/now', field: 'current.temperature' }
    expect(await runSensor(plugin, 'value', { readings: 1, config, fetch: weather })).toEqual([
      21.5,
    ])
    expect(asked.at(-1)).toBe('https://weather.example/now')
  })

  test('a webhook gets JSON', async () => {
    const input = { url: 'https://hook.example/', body: { title: 'Harp' } }
    expect(await runTool(plugin, 'webhook', input, { fetch: weather })).toMatchObject({
      status: 200,
    })
    expect(asked.at(-1)).toBe('https://hook.example/ {"title":"Harp"}')
  })

  test('without the right it says so', async () => {
    const asked = runTool(plugin, 'webhook', { url: 'https://hook.example/' })
    await expect(asked).rejects.toThrow('not granted')
  })

  test.each([
    [{ a: [{ b: 2 }] }, 'a.0.b', 2],
    [{ a: '3.5' }, 'a', 3.5],
  ])('%j at %s is %s', (json, path, value) => expect(numberAt(json, path)).toBe(value))

  test.each([
    [{ a: 'x' }, 'a'],
    [{}, '__proto__.length'],
    [[], 'length.x'],
    [null, 'a'],
  ])('%j has no number at %s', (json, path) =>
    expect(() => numberAt(json, path)).toThrow('no number'),
  )
})
