import { ShieldCheck, ShieldQuestion } from 'lucide-react'
import type { PluginInfo } from '#shared/contract'
import { Decisions } from './Decisions'
import { RightsUsed } from './RightsUsed'
import { trustWords } from './state-words'
import { PageSection } from '../../ui'

/** What a plugin asks to do, in words, and where its code runs. */
export function Permissions({ plugin }: { readonly plugin: PluginInfo }) {
  const { permissions, trust } = plugin
  return (
    <PageSection title="What it may ask to do">
      {permissions.length === 0 ? (
        <p className="flex items-center gap-2 text-xs text-faint">
          <ShieldCheck size={14} aria-hidden className="text-good" />
          Nothing beyond its own sound and settings.
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {permissions.map(({ words, why }) => (
            <li key={words} className="flex gap-2 text-xs">
              <ShieldQuestion size={14} aria-hidden className="mt-px shrink-0 text-warn" />
              <span className="min-w-0 break-words">
                {words}
                {why !== undefined && <span className="block text-faint">“{why}”</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Decisions plugin={plugin.id} />
      <RightsUsed plugin={plugin.id} />
      <p className="text-xs text-faint">{trustWords[trust]}.</p>
    </PageSection>
  )
}
