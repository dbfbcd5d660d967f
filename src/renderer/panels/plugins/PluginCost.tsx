import { useCallback, type ReactNode } from 'react'
import type { Contributions, InstanceStats } from '#shared/contract'
import { attempt, usePolled } from '../../kit'
import { client } from '../../state'
import { Plot } from './Plot'
import { PluginProfile } from './PluginProfile'
import { PageSection } from '../../ui'

interface PluginCostProps {
  readonly plugin: string
  readonly parts: Pick<Contributions, 'tools' | 'sensors'>
}

/** What a plugin costs: time and memory now and over the last minute, and each of its instances. */
export function PluginCost({ plugin, parts }: PluginCostProps) {
  const ask = useCallback(() => attempt(client().plugins.stats({ id: plugin })), [plugin])
  const stats = usePolled(ask, 1000).at(-1)
  if (stats === undefined || stats.at === 0) {
    return (
      <PageSection title="Cost">
        <p className="text-xs text-faint">
          Nothing to measure: none of its nodes, tools or sensors runs code of its own now.
        </p>
        <PluginProfile plugin={plugin} parts={parts} />
      </PageSection>
    )
  }
  const { times, cpu, memoryBytes, calls, errors, restarts, drops, minute } = stats
  return (
    <PageSection title="Cost">
      <div className="grid grid-cols-2 gap-3">
        <Plot
          label="Part of one core"
          value={`${(cpu * 100).toFixed(1)} %`}
          points={minute.cpu.map(part => part * 100)}
        />
        <Plot label="Time of a call, 95 of 100" value={micros(times.p95)} points={minute.p95} />
      </div>
      <dl className="grid grid-cols-4 gap-2 text-xs">
        <Figure name="Half of the calls">{micros(times.p50)}</Figure>
        <Figure name="Slowest call">{micros(times.max)}</Figure>
        <Figure name="Memory">{(memoryBytes / 2 ** 20).toFixed(1)} MB</Figure>
        <Figure name="Calls">{calls.toLocaleString('en')}</Figure>
        <Figure name="Errors">{errors}</Figure>
        <Figure name="Restarts">{restarts}</Figure>
        <Figure name="Dropped">{drops}</Figure>
      </dl>
      {stats.instances.length > 0 && <Instances of={stats.instances} />}
      <PluginProfile plugin={plugin} parts={parts} />
    </PageSection>
  )
}

function Instances({ of }: { readonly of: readonly InstanceStats[] }) {
  return (
    <table className="w-full text-xs">
      <thead>
        <tr className="text-left text-faint">
          {['Instance', 'Calls', 'Half', '95 of 100', 'Slowest', 'Errors'].map(name => (
            <th key={name} className="py-0.5 pr-2 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map(({ instance, calls, times, errors }) => (
          <tr key={instance} className="border-t border-line text-soft">
            <td className="max-w-40 truncate py-0.5 pr-2 text-text">{instance}</td>
            <td className="pr-2">{calls.toLocaleString('en')}</td>
            <td className="pr-2">{micros(times.p50)}</td>
            <td className="pr-2">{micros(times.p95)}</td>
            <td className="pr-2">{micros(times.max)}</td>
            <td>{errors}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function micros(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(1)} ms` : `${value.toFixed(1)} µs`
}
