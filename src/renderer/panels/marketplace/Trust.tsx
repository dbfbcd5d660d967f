import { BadgeCheck, ShieldQuestion, TriangleAlert } from 'lucide-react'
import type { MarketDetails, TrustState } from '#shared/contract'
import { classNames, PageSection } from '../../ui'
import { publisherInWords } from './words'

const looks: Readonly<Record<TrustState, readonly [typeof BadgeCheck, string]>> = {
  wireharp: [BadgeCheck, 'text-accent-text'],
  known: [BadgeCheck, 'text-accent-text'],
  new: [ShieldQuestion, 'text-soft'],
  unsigned: [ShieldQuestion, 'text-warn'],
  changed: [TriangleAlert, 'text-bad'],
  revoked: [TriangleAlert, 'text-bad'],
}

/** Who made it, and how sure that is. */
export function Trust({ details }: { readonly details: MarketDetails }) {
  const { revoked, publisher } = details
  const { name, fingerprint, trust } = publisher
  const [word, sentence] = publisherInWords(publisher)
  const [Icon, color] = looks[trust]
  const isAlarm = trust === 'changed' || trust === 'revoked'
  return (
    <PageSection title="Publisher">
      <div
        role={isAlarm ? 'alert' : undefined}
        data-testid="market-trust"
        data-trust={trust}
        className={classNames(
          'flex gap-2.5 text-xs',
          isAlarm && 'rounded border border-bad/40 bg-bad-ground p-2',
        )}
      >
        <Icon size={16} aria-hidden className={classNames('shrink-0', color)} />
        <div className="flex min-w-0 flex-col gap-1 select-text">
          <p className="text-sm">
            <bdi className="font-medium">{name}</bdi> <span className={color}>· {word}</span>
          </p>
          <p className="text-soft">
            {trust === 'revoked' && revoked !== undefined ? revoked.message : sentence}
          </p>
          {fingerprint !== undefined && (
            <p className="font-mono break-words text-faint">{fingerprint}</p>
          )}
        </div>
      </div>
    </PageSection>
  )
}
