import { describe, expect, test } from 'vitest'
import { fitsSchema, type NodeDefinition } from '#shared/graph'
import { messageFor, wishOf } from './view-messages'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['level'],
  properties: { level: { type: 'number', minimum: 0, maximum: 4 } },
}
const out = {
  type: 'object',
  additionalProperties: false,
  required: ['param', 'value'],
  properties: { param: { enum: ['gain'] }, value: { type: 'number' } },
}
const number = {
  kind: 'number',
  label: 'N',
  unit: '',
  min: -60,
  max: 12,
  default: 0,
  curve: 'linear',
} as const
const definition: NodeDefinition = {
  type: 'a/a',
  plugin: 'a',
  pluginVersion: '1.0.0',
  category: 'A',
  label: 'A',
  description: 'A.',
  kind: 'effect',
  tags: [],
  inputs: {},
  outputs: {},
  params: { gain: number, secret: number },
  dsp: { form: 'script' },
}

describe('S1-27 messages between the app and a view', () => {
  test('a view is told what its schema names, and nothing beside it', () => {
    expect(messageFor(schema, { level: 0.5, params: { secret: 1 } })).toEqual({ level: 0.5 })
    expect(messageFor(undefined, { level: 0.5, params: {} })).toBeUndefined()
    expect(messageFor(schema, { level: 99, params: {} })).toBeUndefined()
  })

  test('a view turns a parameter that its schema and its node have', () => {
    expect(wishOf(out, definition, { param: 'gain', value: 3 })).toEqual({
      param: 'gain',
      value: 3,
    })
  })

  test.each([
    ['another parameter', { param: 'secret', value: 3 }],
    ['a value of another kind', { param: 'gain', value: '<img onerror=1>' }],
    ['more than its schema has', { param: 'gain', value: 3, eval: 'x' }],
    ['no number at all', { param: 'gain', value: Number.NaN }],
    ['a text', 'gain'],
    ['a thousand keys', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, 1]))],
    ['nothing', undefined],
    ['a list', [{ param: 'gain', value: 3 }]],
  ])('%s goes nowhere', (_name, message) => {
    expect(wishOf(out, definition, message)).toBeUndefined()
  })

  test('without a schema of its own a view has nothing to say', () => {
    expect(wishOf(undefined, definition, { param: 'gain', value: 3 })).toBeUndefined()
  })

  test.each([
    [{ type: 'integer' }, 3, true],
    [{ type: 'integer' }, 3.5, false],
    [{ type: ['string', 'null'] }, null, true],
    [{ type: 'array', items: { type: 'number' }, maxItems: 2 }, [1, 2], true],
    [{ type: 'array', items: { type: 'number' }, maxItems: 2 }, [1, 2, 3], false],
    [{ type: 'object', required: ['toString'] }, {}, false],
    [{ additionalProperties: { type: 'number' } }, { a: 1, b: 'x' }, false],
    [{ pattern: '^(a+)+$' }, 'aaaa', false],
    [{ $ref: 'http://evil.example/' }, 1, false],
    [{ enum: ['a', 'b'] }, 'b', true],
  ])('%j and %j: %s', (schema, value, expected) => {
    expect(fitsSchema(schema, value)).toBe(expected)
  })
})

test('S09 a message that its own schema would take for ever over is not looked at', () => {
  const list = Array.from({ length: 20_000 }, (_, i) => i)
  const slow = { properties: { all: { items: { enum: list } } } }
  const began = performance.now()
  const all = Array.from({ length: 200_000 }, () => 19_999)
  expect(wishOf(slow, definition, { param: 'gain', value: 3, all })).toBeUndefined()
  expect(performance.now() - began).toBeLessThan(100)
})
