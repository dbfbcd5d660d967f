import {
  CircleCheck,
  KeyRound,
  LoaderCircle,
  RotateCcw,
  Trash2,
  TriangleAlert,
  WifiOff,
} from 'lucide-react'
import { useState } from 'react'
import type { RegistryInfo } from '#shared/contract'
import { attempt } from '../../kit'
import { client, toastFailure, useMarket } from '../../state'
import { Button, IconButton } from '../../ui'
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
          { id: 'name', label: 'Name', hint: 'Name, as studio', longest: 40 },
          { id: 'address', label: 'Address', hint: 'https://… or a folder', wide: true },
          {
            ...{ id: 'token', label: 'Token, where it wants one', hint: 'Token, if any' },
            ...{ longest: 4000, optional: true, secret: true, wide: false },
          },
        ]}
        onAdd={({ name = '', address = '', token = '' }) =>
          attempt(
            client().marketplace.addRegistry({
              name: name.trim(),
              address: address.trim(),
              ...(token.trim() !== '' && { token: token.trim() }),
            }),
          )
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
  const { name, address, kind, state, failure, packages, asOf, removable, signs, hasToken } =
    registry
  const [changes, setChanges] = useState(false)
  const [Icon, color, word] = states[state]
  const told = async (call: Promise<unknown>) => {
    const done = await attempt(call)
    if (!done.ok) toastFailure(done.error)
  }
  return (
    <li className="flex flex-col gap-2 px-3 py-2" data-registry={name} data-state={state}>
      <div className="flex items-center gap-3">
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
            {hasToken && ' · asked with a token'}
          </p>
          {failure !== undefined && (
            <p className="text-xs text-warn">{`${failure.message} (${failure.code})`}</p>
          )}
        </div>
        {kind === 'npm' && (
          <IconButton
            icon={KeyRound}
            label={`Token of ${name}`}
            tip={hasToken ? 'Another token, or none' : 'Give it a token'}
            pressed={changes}
            onClick={() => setChanges(!changes)}
          />
        )}
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
      </div>
      {changes && <TokenForm registry={registry} onDone={() => setChanges(false)} />}
    </li>
  )
}

interface TokenFormProps {
  readonly registry: RegistryInfo
  readonly onDone: () => void
}

/** Another token, or none any more. The one that is kept is shown nowhere. */
function TokenForm({ registry: { name, hasToken }, onDone }: TokenFormProps) {
  const set = async (token: string) => {
    const done = await attempt(
      client().marketplace.setRegistryToken({ name, ...(token !== '' && { token }) }),
    )
    if (done.ok) onDone()
    return done
  }
  return (
    <div className="flex items-start gap-2 pl-7">
      <div className="min-w-0 flex-1">
        <AddForm
          label="Use this token"
          fields={[
            {
              ...{ id: 'token', label: `Token of ${name}`, hint: 'Token' },
              ...{ longest: 4000, secret: true },
            },
          ]}
          onAdd={({ token = '' }) => set(token.trim())}
        />
      </div>
      {hasToken && (
        <Button
          onClick={() => {
            void set('').then(done => {
              if (!done.ok) toastFailure(done.error)
            })
          }}
        >
          Ask without
        </Button>
      )}
    </div>
  )
}
