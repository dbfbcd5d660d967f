import { Shield, ShieldCheck } from 'lucide-react'
import type { AskedPermission, MarketDetails } from '#shared/contract'
import { PageSection } from '../../ui'

/** What the plugin may ask for, in words. */
export function Rights({ details }: { readonly details: MarketDetails }) {
  const { asked } = details
  return (
    <PageSection title="Rights">
      {asked.length === 0 ? (
        <p className="flex gap-2.5 text-sm text-soft">
          <ShieldCheck size={16} aria-hidden className="shrink-0 text-good" />
          It asks for none: it reaches neither your files nor the network.
        </p>
      ) : (
        <>
          <RightList asked={asked} />
          <p className="text-xs text-faint">You are asked again when it first uses one.</p>
        </>
      )}
    </PageSection>
  )
}

export function RightList({ asked }: { readonly asked: readonly AskedPermission[] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {asked.map(({ right, words, why }) => (
        <li key={`${right} ${words}`} className="flex gap-2.5">
          <Shield size={16} aria-hidden className="shrink-0 text-warn" />
          <span className="min-w-0 break-words select-text">
            {words}
            {why !== undefined && (
              <span dir="auto" className="block text-xs text-faint">
                “{why}”
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
