import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { PluginHome } from './testing/plugin-home'

const configSchema = {
  type: 'object',
  required: ['bus', 'address'],
  additionalProperties: false,
  properties: {
    bus: { type: 'integer', minimum: 0 },
    address: { type: 'integer', minimum: 3, maximum: 119 },
  },
}
const settled = { configSchema, defaultConfig: { bus: 1, address: 0x76 } }

describe('S2-09 settings are checked before anything runs', () => {
  test('what the file sets counts over the defaults, by id or by name of the folder', async () => {
    using home = new PluginHome()
    home.plugin('thermo', settled)
    home.plugin('i2c_temp_plugin', { id: 'bme280', ...settled })
    home.write(
      'config/config.yaml',
      'plugins:\n  builtin: {thermo: {bus: 3}}\n  custom:\n    - {name: x, module: i2c_temp_plugin, config: {address: 0x77}}\n',
    )
    await using manager = home.manager()
    expect(manager.configOf('thermo')).toEqual({ bus: 3, address: 118 })
    expect(manager.configOf('bme280')).toEqual({ bus: 1, address: 119 })
    // The folder is there: whatever the entry is called, it is not lost.
    expect(manager.status().warnings).toEqual([])
    home.write('config/config.yaml', 'plugins: {custom: [{name: x, module: y_plugin}]}\n')
    await using later = home.manager()
    expect(later.status().warnings).toEqual([
      'There are settings for “x” or “y_plugin”, and no such plugin.',
    ])
  })

  test('what does not fit keeps the plugin out, and says where and what would fit', async () => {
    using home = new PluginHome()
    home.plugin('thermo', settled)
    home.plugin('fine')
    home.write('config/config.yaml', 'plugins: {builtin: {thermo: {address: 300, colour: red}}}\n')
    await using manager = home.manager()
    expect(manager.get('fine')?.state).toBe('enabled')
    const details = unwrap(manager.details('thermo'))
    expect(details.state).toBe('failed')
    expect(details.reason?.code).toBe('plugin-config-invalid')
    expect(details.problems.map(({ message }) => message).join(' ')).toMatch(
      /no setting “colour”|\/address: must be <= 119/,
    )
  })

  test('the panel’s settings are refused or written, and count at once and after a restart', async () => {
    using home = new PluginHome()
    home.plugin('thermo', settled)
    await using manager = home.manager()
    const refused = await manager.configure('thermo', { bus: -1 })
    expect(refused.ok ? '' : refused.error.message).toContain('/bus: must be >= 0')
    expect(unwrap(await manager.configure('thermo', { bus: 2 })).config).toEqual({
      bus: 2,
      address: 118,
    })
    const text = readFileSync(join(home.paths.config, 'config.yaml'), 'utf8')
    expect(text).toContain('name: thermo')
    await using again = home.manager()
    expect(again.configOf('thermo')).toEqual({ bus: 2, address: 118 })
  })

  test('defaults that do not fit the plugin’s own schema are a fault of its manifest', async () => {
    using home = new PluginHome()
    home.plugin('odd', { ...settled, defaultConfig: { bus: 'one' } })
    await using manager = home.manager()
    expect(manager.get('odd')?.reason?.message).toContain('At /defaultConfig')
  })
})

/** Schemas that are no schemas, or made to cost. */
const hostile: [name: string, schema: object, config: object][] = [
  ['no schema at all', { type: 'colour' }, {}],
  ['a reference to the network', { $ref: 'https://example.com/schema.json' }, {}],
  ['a reference to itself', { $ref: '#' }, { a: 1 }],
  [
    'a pattern that backtracks for ever',
    { properties: { a: { pattern: '^(a+)+$' } } },
    { a: `${'a'.repeat(60)}!` },
  ],
  [
    'references that double thirty times',
    {
      $defs: Object.fromEntries(
        Array.from({ length: 31 }, (_def, index) => [
          `d${index}`,
          index === 0
            ? { type: 'number' }
            : { allOf: [{ $ref: `#/$defs/d${index - 1}` }, { $ref: `#/$defs/d${index - 1}` }] },
        ]),
      ),
      properties: { a: { $ref: '#/$defs/d30' } },
    },
    { a: 1 },
  ],
]

describe('S30 schemas of plugins', () => {
  test.each(hostile)('%s: answered at once', async (_name, schema, config) => {
    using home = new PluginHome()
    home.plugin('evil', { configSchema: schema, defaultConfig: config })
    home.plugin('fine')
    const began = performance.now()
    await using manager = home.manager()
    expect(performance.now() - began).toBeLessThan(3000)
    expect(manager.get('fine')?.state).toBe('enabled')
    expect(['enabled', 'failed']).toContain(manager.get('evil')?.state)
  })
})
