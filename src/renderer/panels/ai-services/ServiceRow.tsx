import type { AiServiceInfo } from '#shared/contract'
import { removeAiService } from '../../state'
import { Button, classNames } from '../../ui'

export function ServiceRow({ service }: { readonly service: AiServiceInfo }) {
  const { url, state, origin, failure } = service
  const name = service.name ?? url
  const isOnline = state === 'online'
  return (
    <li className="flex items-start gap-3 py-3" data-testid="ai-service" data-state={state}>
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">
          {name}
          {service.version !== undefined && (
            <span className="font-normal text-soft"> {service.version}</span>
          )}
        </p>
        <p className="truncate text-xs text-soft">{url}</p>
        <p className="pt-1 text-xs text-soft tabular-nums">
          <span className={classNames(isOnline ? 'text-good' : 'text-bad')}>
            {isOnline ? 'Online' : 'Offline'}
          </span>
          {factsOf(service).map(fact => ` · ${fact}`)}
        </p>
        {!isOnline && failure !== undefined && (
          <p className="pt-1 text-xs text-soft">{failure.message}</p>
        )}
      </div>
      <Button look="quiet" aria-label={`Remove ${name}`} onClick={() => void removeAiService(url)}>
        {origin === 'config' ? 'Remove' : 'Forget'}
      </Button>
    </li>
  )
}

function factsOf({ capability, memory, activeJobs, device, licence }: AiServiceInfo): string[] {
  return [
    capability,
    device,
    memory === undefined ? undefined : `${Math.round(memory / 1e6)} MB`,
    activeJobs === undefined || activeJobs === 0 ? undefined : `${activeJobs} at work`,
    licence,
  ].filter(fact => fact !== undefined)
}
