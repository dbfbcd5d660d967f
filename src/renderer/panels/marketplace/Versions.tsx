import { Check, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { MarketDetails, MarketVersion } from '#shared/contract'
import { installFromMarket, showInMarket, uninstallPlugin, useMarketTasks } from '../../state'
import { Button, IconButton, PageSection } from '../../ui'
import { bytesInWords, dayInWords, isOtherMajor } from './words'

const FEW = 5

/** Every version that there is, each to be looked at or installed. */
export function Versions({ details }: { readonly details: MarketDetails }) {
  const [all, setAll] = useState(false)
  const { versions } = details
  const listed = all ? versions : versions.slice(0, FEW)
  return (
    <PageSection
      title={`Versions (${versions.length})`}
      aside={
        versions.length > FEW && (
          <Button look="quiet" className="h-6" onClick={() => setAll(!all)}>
            {all ? 'Fewer' : 'All'}
          </Button>
        )
      }
    >
      <ul className="flex flex-col" data-testid="market-versions">
        {listed.map(version => (
          <Row key={version.version} details={details} of={version} />
        ))}
      </ul>
    </PageSection>
  )
}

function Row({ details, of }: { readonly details: MarketDetails; readonly of: MarketVersion }) {
  const { id, name, registry, installed, beside } = details
  const { version, published, bytes, installable, reason } = of
  const planning = useMarketTasks(state => state.planning.has(id))
  const wish = { id, name, action: 'install', version, registry } as const
  const isHere = version === installed || beside.includes(version)
  return (
    <li className="flex h-7 items-center gap-3 text-sm" data-version={version}>
      <button
        type="button"
        className="w-24 truncate text-left text-text hover:underline"
        aria-label={`Show version ${version}`}
        onClick={() => showInMarket(id, version)}
      >
        {version}
      </button>
      <span className="min-w-0 flex-1 truncate text-xs text-faint">
        {published !== undefined && dayInWords(published)}
        {bytes > 0 && ` · ${bytesInWords(bytes)}`}
      </span>
      {isHere ? (
        <span className="flex items-center gap-1 text-xs text-good">
          <Check size={12} aria-hidden />
          {version === installed ? 'Installed' : 'Installed beside'}
          {version !== installed && (
            <IconButton
              icon={Trash2}
              size="small"
              label={`Uninstall ${name} ${version}`}
              tip={`Uninstall ${version}; ${installed ?? ''} stays`}
              onClick={() => void uninstallPlugin(id, { version })}
            />
          )}
        </span>
      ) : installable ? (
        <span className="flex items-center">
          {isOtherMajor(installed, version) && (
            <Button
              look="quiet"
              className="h-6 px-2"
              disabled={planning}
              title={`Keep ${installed ?? ''}, which projects were made with, and have both`}
              aria-label={`Install ${name} ${version} beside ${installed ?? ''}`}
              onClick={() => void installFromMarket({ ...wish, beside: true })}
            >
              Beside {installed}
            </Button>
          )}
          <Button
            look="quiet"
            className="h-6 px-2"
            disabled={planning}
            aria-label={`Install ${name} ${version}`}
            onClick={() => void installFromMarket(wish)}
          >
            Install
          </Button>
        </span>
      ) : (
        <span className="max-w-60 truncate text-xs text-bad" title={reason?.message}>
          {reason?.message ?? 'Not to be installed'}
        </span>
      )}
    </li>
  )
}
