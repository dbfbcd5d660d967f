import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { silentLog } from '../../kit'
import { PluginHosts, type HostedPlugin, type HostEvents, type PluginHostsOptions } from '..'

/** Plugin hosts that keep what they hear. */
export function testHosts(
  answer: HostEvents['request'] = async () => err(fail('permission-denied', '')),
  options: Partial<PluginHostsOptions> = {},
) {
  const deaths: [plugin: string, reason: Failure][] = []
  const lines: [plugin: string, level: string, text: string][] = []
  const reports: [plugin: string, state: string | undefined, reason: string | undefined][] = []
  const readings: [plugin: string, sensor: string, value: number][] = []
  const hosts = new PluginHosts({
    log: silentLog,
    ...options,
    events: {
      request: answer,
      log: (...line) => lines.push(line),
      reading: (...reading) => readings.push(reading),
      death: (...death) => deaths.push(death),
      usage: () => {},
      dropped: () => {},
      setUp: (plugin, report) => void reports.push([plugin, report?.state, report?.reason]),
    },
  })
  const call = (
    plugin: HostedPlugin,
    name: string,
    input: unknown = {},
    timeoutMs = 2000,
  ): Promise<Result<unknown>> => hosts.call(plugin, { what: 'tool', name, input, timeoutMs })
  return {
    hosts,
    deaths,
    lines,
    readings,
    reports,
    call,
    [Symbol.asyncDispose]: () => hosts[Symbol.asyncDispose](),
  }
}

/** A plugin with this default export. */
export function hosted(code: string, parts: Partial<HostedPlugin> = {}): HostedPlugin {
  return {
    id: 'test',
    name: 'Test',
    shared: false,
    source: async () => ok(`export default { ${code} }`),
    config: {},
    capabilities: [],
    ...parts,
  }
}
