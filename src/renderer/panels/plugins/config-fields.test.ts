import { describe, expect, test } from 'vitest'
import { configFields, typedValue } from './config-fields'

const thermometer = {
  type: 'object',
  required: ['bus'],
  properties: {
    bus: { type: 'integer', minimum: 0, maximum: 9, title: 'Bus', description: 'Which bus.' },
    rate: { type: 'number' },
    unit: { type: 'string', enum: ['°C', '°F'] },
    name: { type: 'string' },
    smooth: { type: 'boolean' },
    pins: { type: 'array', items: { type: 'integer' } },
  },
}

describe('S2-09 the form of a plugin’s settings', () => {
  test('has a control for each property that fits its type', () => {
    expect(configFields(thermometer).map(({ key, control }) => [key, control.kind])).toEqual([
      ['bus', 'number'],
      ['rate', 'number'],
      ['unit', 'choice'],
      ['name', 'text'],
      ['smooth', 'switch'],
      ['pins', 'json'],
    ])
    expect(configFields(thermometer)[0]).toMatchObject({
      label: 'Bus',
      doc: 'Which bus.',
      required: true,
      control: { whole: true, min: 0, max: 9 },
    })
  })

  test('is empty for a schema without properties, whatever else it holds', () => {
    for (const schema of [
      {},
      { properties: [] },
      { properties: 7 },
      { properties: null, required: 'all' },
    ]) {
      expect(configFields(schema)).toEqual([])
    }
    expect(
      configFields({ properties: { a: null, b: { enum: [1, null] } } }).map(
        ({ control }) => control.kind,
      ),
    ).toEqual(['json', 'json'])
  })

  test('takes numbers within their range, in hexadecimal too, and says what else it wants', () => {
    const [bus, rate, , , , pins] = configFields(thermometer).map(({ control }) => control)
    if (bus === undefined || rate === undefined || pins === undefined) throw new Error('No fields')
    expect(typedValue(bus, '3')).toEqual({ value: 3 })
    expect(typedValue(bus, '0x7')).toEqual({ value: 7 })
    expect(typedValue(bus, '3.5')).toEqual({ problem: 'It takes a whole number.' })
    expect(typedValue(bus, '12')).toEqual({ problem: 'It goes from 0 to 9.' })
    expect(typedValue(rate, 'fast')).toEqual({ problem: 'It takes a number.' })
    expect(typedValue(rate, ' ')).toEqual({ value: undefined })
    expect(typedValue(pins, '[4, 17]')).toEqual({ value: [4, 17] })
    expect(typedValue(pins, '[4,')).toEqual({ problem: 'It takes JSON, such as [1, 2].' })
  })
})
