import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { PluginHome } from '../testing/plugin-home'
import { editSettings } from './edit-settings'
import { migrateSettings } from './migrate-settings'
import { parseSettings } from './plugin-settings'

const sample = readFileSync(
  join(import.meta.dirname, '../testing/fixtures/seed-config.yaml'),
  'utf8',
)

describe('S2-25 S2-10 config.yaml', () => {
  test('the sample of the plan is read as it stands, hexadecimal numbers and all', () => {
    expect(parseSettings(sample, '/etc/wireharp')).toEqual({
      paths: ['/etc/wireharp/my_plugins', join(homedir(), '.smollama/plugins')],
      plugins: {
        gpio: { enabled: true, config: {} },
        system: { enabled: true, config: {} },
        bme280: { enabled: true, config: { bus: 1, address: 118 } },
        i2c_temp_plugin: { enabled: true, config: { bus: 1, address: 118 } },
      },
      warnings: [],
    })
  })

  test('S2-27 no file, no section and an empty section choose nothing: built-in plugins are on', () => {
    for (const text of ['', '# nothing\n', 'theme: dark\n', 'plugins:\n', 'plugins: {}\n']) {
      expect(parseSettings(text, '/')).toEqual({ paths: [], plugins: {}, warnings: [] })
    }
  })

  const odd: [text: string, warning: RegExp][] = [
    ['plugins: [', /The file is no YAML/],
    ['- a\n- b\n', /no list of settings/],
    ['plugins: 7', /“plugins” is no list/],
    ['plugins:\n  pathes: [a]', /no setting “plugins.pathes”/],
    ['paths: [a]\n', /“paths” belongs below “plugins:”/],
    ['plugins:\n  paths: here', /“plugins.paths” is no list of folders/],
    ['plugins:\n  paths: [1]', /holds something that is no folder/],
    ['plugins:\n  builtin: [gpio, system]', /“plugins.builtin” is no list of plugins by id/],
    [
      'plugins:\n  builtin:\n    gpio:\n      enabled: maybe',
      /“plugins.builtin.gpio” is wrong: enabled/,
    ],
    ['plugins:\n  custom:\n    - enabled: true', /“plugins.custom.0” is wrong: name/],
    ['plugins:\n  custom:\n    - name: a\n      confg: {}', /no setting “plugins.custom.0.confg”/],
    ['plugins: &a\n  builtin: *a\n', /./],
  ]
  test.each(odd)('%j is named in a warning and stops nothing', (text, warning) => {
    const { warnings } = parseSettings(text, '/')
    expect(warnings.join('\n')).toMatch(warning)
  })

  test('a mistake beside good settings costs only itself', () => {
    const text = 'plugins:\n  builtin:\n    gpio: 7\n    system: {enabled: false, rate: 2}\n'
    const { plugins, warnings } = parseSettings(text, '/')
    expect(plugins).toEqual({ system: { enabled: false, config: { rate: 2 } } })
    expect(warnings).toHaveLength(1)
  })

  test('aliases that multiply end at once', () => {
    const lines = Array.from({ length: 30 }, (_line, index) =>
      index === 0
        ? 'a0: &a0 [x, x, x, x]'
        : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
    )
    const began = performance.now()
    parseSettings(`${lines.join('\n')}\nplugins: {}\n`, '/')
    expect(performance.now() - began).toBeLessThan(500)
  })

  test('`__proto__` is a name like any other, and changes no object', () => {
    parseSettings('plugins:\n  builtin:\n    __proto__: {enabled: false, polluted: 1}\n', '/')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('S2-10 settings that the app writes', () => {
  const commented =
    '# mine\nplugins:\n  builtin:\n    gpio:\n      enabled: true # the lamp\n      pin: 4 # BCM\n'

  test('keep every comment, and all that was not changed', () => {
    const edit = { id: 'gpio', origin: 'built-in', config: { pin: 17, pull: 'up' } } as const
    expect(unwrap(editSettings(commented, edit))).toBe(
      '# mine\nplugins:\n  builtin:\n    gpio:\n      enabled: true # the lamp\n      pin: 17 # BCM\n      pull: up\n',
    )
  })

  test('of a plugin of the user’s stand in the list, at its entry or a new one', () => {
    const config = { bus: 2, address: 0x77 }
    const changed = unwrap(editSettings(sample, { id: 'bme280', origin: 'user', config }))
    expect(parseSettings(changed, '/').plugins['bme280']?.config).toEqual(config)
    const added = unwrap(editSettings(changed, { id: '@acme/x', origin: 'user', config: { a: 1 } }))
    const { plugins } = parseSettings(added, '/')
    expect(plugins['@acme/x']?.config).toEqual({ a: 1 })
    expect(plugins['bme280']?.config).toEqual(config)
  })

  test('can be written where there was nothing', () => {
    for (const origin of ['built-in', 'user'] as const) {
      const text = unwrap(editSettings('', { id: 'a', origin, config: { on: [1, { b: null }] } }))
      expect(parseSettings(text, '/').plugins['a']?.config).toEqual({ on: [1, { b: null }] })
    }
  })
})

describe('S2-17 S2-27 FR-10 an older config.yaml', () => {
  const old =
    '# my Pi\ngpio:\n  pins: [4, 17] # lamp, fan\nsystem:\n  enabled: false\nplugins: [gpio]\n'

  test('is brought into today’s form, comments kept', () => {
    const text = migrateSettings(old) ?? ''
    expect(text).toContain('# my Pi')
    expect(text).toContain('# lamp, fan')
    expect(parseSettings(text, '/').plugins).toEqual({
      gpio: { enabled: true, config: { pins: [4, 17] } },
      system: { enabled: false, config: {} },
    })
    expect(migrateSettings(text)).toBeUndefined()
    expect(migrateSettings(sample)).toBeUndefined()
  })

  test('sections at the top become settings of the plugins of those names', () => {
    const text = migrateSettings('gpio:\n  pins: [4]\n') ?? ''
    expect(parseSettings(text, '/').plugins).toEqual({ gpio: { config: { pins: [4] } } })
  })

  test('is replaced with a backup beside it, and the app starts by the new form', async () => {
    using home = new PluginHome()
    home.plugin('gpio')
    const path = home.write('config/config.yaml', 'gpio:\n  enabled: false # not now\n')
    await using manager = home.manager({ live: true })
    expect(manager.get('gpio')?.state).toBe('disabled')
    await expect.poll(() => existsSync(`${path}.before`)).toBe(true)
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('builtin')
    expect(readFileSync(`${path}.before`, 'utf8')).toBe('gpio:\n  enabled: false # not now\n')
  })
})
