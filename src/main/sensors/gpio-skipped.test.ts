import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog, systemClock, type Log } from '../kit'
import { builtInPlugins, PluginManager } from '../plugins'

test('S2-06 S2-04 off a Pi the gpio plugin is skipped, with the very line in the log', async () => {
  const home = await mkdtemp(join(tmpdir(), 'wireharp-gpio-'))
  const lines: string[] = []
  const log: Log = {
    ...silentLog,
    debug: (_fields, message) => void lines.push(message),
    child: () => log,
  }
  const paths = { data: home, config: home, cache: home, logs: home }
  await using manager = new PluginManager({
    builtIn: builtInPlugins(),
    paths,
    clock: systemClock,
    log,
    env: {},
    machine: {
      os: 'linux',
      arch: 'x64',
      memoryMb: 8192,
      hasFile: () => false,
      hasCommand: () => false,
    },
  })
  expect(manager.get('gpio')?.state).toBe('skipped')
  expect(lines).toContain('Skipping plugin gpio: there is no /dev/gpiochip0')
  await rm(home, { recursive: true })
})
