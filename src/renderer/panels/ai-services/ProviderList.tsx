import type { AiServiceInfo, ProviderManifest } from '#shared/contract'
import { openDialog, startAiService, useAiServices } from '../../state'
import { Button, classNames } from '../../ui'
import { abilityName } from './ability-name'

/** Who can do what on this machine, and why not where it cannot. */
export function ProviderList({ services }: { readonly services: readonly AiServiceInfo[] }) {
  const providers = useAiServices(state => state.providers) ?? []
  return (
    <ul className="divide-y divide-line border-y border-line" data-testid="ai-providers">
      {providers.map(provider => (
        <ProviderRow
          key={provider.id}
          provider={provider}
          isServed={services.some(({ id }) => id === provider.id)}
        />
      ))}
    </ul>
  )
}

function ProviderRow({
  provider,
  isServed,
}: {
  readonly provider: ProviderManifest
  readonly isServed: boolean
}) {
  const { id, name, capability, available, reason, models, licence } = provider
  const starting = useAiServices(state => state.starting)
  const facts = [abilityName(capability), ...models, licence]
  return (
    <li
      className="flex items-center gap-3 py-2"
      data-testid="ai-provider"
      data-id={id}
      data-available={available}
    >
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">
          {name} <span className="font-normal text-faint">{id}</span>
        </p>
        <p className="truncate text-xs text-soft">
          <span className={classNames(available ? 'text-good' : 'text-soft')}>
            {available ? 'Ready' : 'Not ready'}
          </span>
          {facts.map(fact => ` · ${fact}`)}
        </p>
        {!available && reason !== undefined && (
          <p className="text-xs break-words text-soft">{reason}</p>
        )}
      </div>
      {!available && models.length > 0 && (
        <Button look="quiet" aria-label={`Models of ${name}`} onClick={() => openDialog('models')}>
          Models…
        </Button>
      )}
      {available && !isServed && (
        <Button
          look="quiet"
          aria-label={`Start ${name} (${id}) as a service`}
          disabled={starting !== undefined}
          onClick={() => void startAiService(id)}
        >
          {starting === id ? 'Starting…' : 'Start'}
        </Button>
      )}
    </li>
  )
}
