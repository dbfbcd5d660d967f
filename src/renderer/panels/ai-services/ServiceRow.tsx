import { useState } from 'react'
import type { AiServiceInfo } from '#shared/contract'
import { chooseAiService, removeAiService, stopAiService } from '../../state'
import { Button, classNames, Toggle } from '../../ui'
import { abilityName } from './ability-name'
import { ServiceLog } from './ServiceLog'

/** Work that goes to a service when it is chosen for it. */
const STEMS = 'stem-separation'

export function ServiceRow({ service }: { readonly service: AiServiceInfo }) {
  const { url, state, origin, failure, capability, chosen = false } = service
  const [isLogShown, setLogShown] = useState(false)
  const name = service.name ?? url
  const isOnline = state === 'online'
  return (
    <li className="py-3" data-testid="ai-service" data-state={state}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium" title={name}>
            {name}
            {service.version !== undefined && (
              <span className="font-normal text-soft"> {service.version}</span>
            )}
          </p>
          <p className="truncate text-xs text-soft" title={url}>
            {url}
          </p>
          <p className="pt-1 text-xs text-soft tabular-nums">
            <span className={classNames(isOnline ? 'text-good' : 'text-bad')}>
              {isOnline ? 'Online' : 'Offline'}
            </span>
            {factsOf(service).map(fact => ` · ${fact}`)}
          </p>
          {!isOnline && failure !== undefined && (
            <p className="pt-1 text-xs break-words text-soft">{failure.message}</p>
          )}
        </div>
        <Button
          look="quiet"
          aria-expanded={isLogShown}
          aria-label={`Log of ${name}`}
          onClick={() => setLogShown(!isLogShown)}
        >
          Log
        </Button>
        {origin === 'started' ? (
          <Button look="quiet" aria-label={`Stop ${name}`} onClick={() => void stopAiService(url)}>
            Stop
          </Button>
        ) : (
          <Button
            look="quiet"
            aria-label={`Remove ${name}`}
            onClick={() => void removeAiService(url)}
          >
            {origin === 'config' ? 'Remove' : 'Forget'}
          </Button>
        )}
      </div>
      {capability === STEMS && (
        <div className="flex items-center gap-2 pt-2 text-xs text-soft">
          <Toggle
            on={chosen}
            label={`Separate stems by ${name}`}
            onChange={on => void chooseAiService(STEMS, on ? url : undefined)}
          />
          <span>“Separate stems” goes to it, in place of this machine</span>
        </div>
      )}
      {isLogShown && <ServiceLog url={url} />}
    </li>
  )
}

function factsOf(service: AiServiceInfo): string[] {
  const { capability, memory, activeJobs, device, licence, models = [], restarts } = service
  return [
    capability === undefined ? undefined : abilityName(capability),
    device,
    memory === undefined ? undefined : `${Math.round(memory / 1e6)} MB`,
    activeJobs === undefined || activeJobs === 0 ? undefined : `${activeJobs} at work`,
    ...models,
    licence,
    restarts === undefined ? undefined : `started anew ${restarts} times`,
  ].filter(fact => fact !== undefined)
}
