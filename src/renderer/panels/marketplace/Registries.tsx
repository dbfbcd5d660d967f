import { CircleCheck, LoaderCircle, RotateCcw, Trash2, TriangleAlert, WifiOff } from 'lucide-react'
import type { RegistryInfo } from '#shared/contract'
import { attempt } from '../../kit'
import { client, toastFailure, useMarket } from '../../state'
import { IconButton } from '../../ui'
import { AddForm } from './AddForm'
import { SettingsPart } from './SettingsPart'
import { agoInWords } from './words'

/** Where plugins come from. */
export function Registries() {
  const registries = useMarket(state => state.registries)
  return (
    <SettingsPart
      title="Registries"
      about="Any npm-compatible registry, or a folder of packages. What they have is kept, so that it can be searched offline."
    >
      <ul className="divide-y divide-line rounded-md border border-line" data-testid="registries">
        {registries.map(registry => (
          <Row key={registry.name} registry={registry} />
        ))}
      </ul>
      <AddForm
        label="Add registry"
        fields={[
          { id: 'name', label: 'Name', hint: 'studio', longest: 40 },
          { id: 'address', label: 'Address', hint: 'https://… or a folder' },
        ]}
        onAdd={({ name = '', address = '' }) =>
          attempt(client().marketplace.addRegistry({ name: name.trim(), address: address.trim() }))
        }
      />
    </SettingsPart>
  )
}

const states: Readonly<
  Record<RegistryInfo['state'], readonly [icon: typeof WifiOff, color: string, word: string]>
> = {
  new: [LoaderCircle, 'text-faint', 'Not asked yet'],
  refreshing: [LoaderCircle, 'text-accent-text animate-spin', 'Asking…'],
  fresh: [CircleCheck, 'text-good', 'Up to date'],
  offline: [WifiOff, 'text-warn', 'Does not answer'],
  refused: [TriangleAlert, 'text-bad', 'Refused'],
}

function Row({ registry }: { readonly registry: RegistryInfo }) {
  const { name, address, state, failure, packages, asOf, removable, signs } = registry
  const [Icon, color, word] = states[state]
  const told = async (call: Promise<unknown>) => {
    const done = await attempt(call)
    if (!done.ok) toastFailure(done.error)
  }
  return (
    <li className="flex items-center gap-3 px-3 py-2" data-registry={name} data-state={state}>
      <Icon size={15} aria-label={word} className={`shrink-0 ${color}`} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm">
          <span className="font-medium">{name}</span>{' '}
          <span className="text-faint select-text">{address}</span>
        </p>
        <p className="text-xs text-faint">
          {packages === 1 ? '1 plugin' : `${packages} plugins`}
          {asOf !== undefined && ` · read ${agoInWords(asOf)}`}
          {signs && ' · signs what it hands out'}
        </p>
        {failure !== undefined && <p className="text-xs text-warn">{failure.message}</p>}
      </div>
      <IconButton
        icon={RotateCcw}
        label={`Read ${name} again`}
        tip="Read it again"
        disabled={state === 'refreshing'}
        onClick={() => void told(client().marketplace.refresh({ name }))}
      />
      {removable && (
        <IconButton
          icon={Trash2}
          label={`Remove ${name}`}
          tip="Remove; what is installed stays"
          onClick={() => void told(client().marketplace.removeRegistry({ name }))}
        />
      )}
    </li>
  )
}
