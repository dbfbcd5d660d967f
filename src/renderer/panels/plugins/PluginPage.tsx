import { RotateCcw, Wrench } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PluginDetails, PluginInfo } from '#shared/contract'
import { attempt } from '../../kit'
import {
  client,
  promotePlugin,
  reloadPlugin,
  repairPlugin,
  setPluginEnabled,
  usePlugins,
} from '../../state'
import { Button, classNames, FailureNote, Toggle } from '../../ui'
import { CertificateSection } from './CertificateSection'
import { ConfigForm } from './ConfigForm'
import { Facts } from './Facts'
import { NodeTroubles } from './NodeTroubles'
import { Permissions } from './Permissions'
import { PluginCost } from './PluginCost'
import { PluginLog } from './PluginLog'
import { canBeMended, stateWords } from './state-words'

/** One plugin, from what it is down to what it logged. */
export function PluginPage({ plugin }: { readonly plugin: PluginInfo }) {
  const details = useDetails(plugin.id)
  const problems = details?.problems ?? (plugin.reason === undefined ? [] : [plugin.reason])
  const readable = plugin.version !== ''
  return (
    <article aria-label={plugin.name} data-testid="plugin-page" className="flex flex-col">
      <header className="flex flex-col gap-2 border-b border-line p-4">
        <div className="flex items-center gap-3">
          <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{plugin.name}</h2>
          <State plugin={plugin} />
          {readable && (
            <Toggle
              on={plugin.state !== 'disabled' && plugin.state !== 'quarantined'}
              label={`${plugin.name} enabled`}
              testId="plugin-enabled"
              onChange={on => void setPluginEnabled(plugin.id, on)}
            />
          )}
        </div>
        {plugin.description !== '' && <p className="text-sm text-soft">{plugin.description}</p>}
        {problems.map(problem => (
          <FailureNote
            key={`${problem.at ?? ''} ${problem.message}`}
            message={problem.message}
            tone={plugin.state === 'skipped' ? 'warning' : 'failure'}
            testId="plugin-problem"
          />
        ))}
        <NodeTroubles plugin={plugin.id} />
        <div className="flex gap-2">
          {canBeMended(plugin) && (
            <Button
              className="h-6 px-2"
              look="primary"
              data-testid="plugin-repair"
              title="Does what can be done without asking, and says what that was"
              onClick={() => void repairPlugin(plugin.id)}
            >
              <Wrench size={12} aria-hidden />
              Fix
            </Button>
          )}
          <Button
            className="h-6 px-2"
            data-testid="plugin-reload"
            onClick={() => void reloadPlugin(plugin.id)}
          >
            <RotateCcw size={12} aria-hidden />
            Reload
          </Button>
          {readable && plugin.origin === 'user' && (
            <Button
              className="h-6 px-2"
              look="quiet"
              onClick={() => void promotePlugin(plugin.id, plugin.trust !== 'promoted')}
            >
              {plugin.trust === 'promoted' ? 'Contain again' : 'Trust this plugin'}
            </Button>
          )}
        </div>
      </header>
      {readable && <Permissions plugin={plugin} />}
      {details?.configSchema !== undefined && (
        <ConfigForm
          key={JSON.stringify(details.config)}
          plugin={plugin.id}
          schema={details.configSchema}
          config={details.config}
          defaults={details.defaultConfig}
        />
      )}
      {readable && plugin.state === 'enabled' && (
        <PluginCost plugin={plugin.id} parts={plugin.contributes} />
      )}
      {readable && <CertificateSection plugin={plugin.id} />}
      {readable && <PluginLog plugin={plugin.id} />}
      <Facts plugin={plugin} />
    </article>
  )
}

function State({ plugin }: { readonly plugin: PluginInfo }) {
  const [word, color] = stateWords[plugin.state]
  return (
    <span data-testid="plugin-state" className="flex shrink-0 items-center gap-2 text-xs text-soft">
      <span aria-hidden className={classNames('size-2 rounded-full', color)} />
      {word}
    </span>
  )
}

/** All that is known of a plugin, asked for again whenever plugins change. */
function useDetails(id: string): PluginDetails | undefined {
  const revision = usePlugins(state => state.revision)
  const [details, setDetails] = useState<PluginDetails>()
  useEffect(() => {
    let current = true
    void attempt(client().plugins.get({ id })).then(answer => {
      if (current && answer.ok) setDetails(answer.value)
    })
    return () => {
      current = false
    }
  }, [id, revision])
  return details
}
