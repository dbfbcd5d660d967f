import type { ReactNode } from 'react'
import type { PluginInfo } from '#shared/contract'
import { brings } from './state-words'
import { PageSection } from '../../ui'

/** Who made it, what it brings and where it lies. */
export function Facts({ plugin }: { readonly plugin: PluginInfo }) {
  const needs = Object.entries(plugin.dependencies)
  return (
    <PageSection title="About">
      <dl className="grid grid-cols-[80px_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs select-text">
        {plugin.author !== '' && <Fact name="Author">{plugin.author}</Fact>}
        {plugin.version !== '' && <Fact name="Version">{plugin.version}</Fact>}
        {plugin.licence !== '' && <Fact name="Licence">{plugin.licence}</Fact>}
        {plugin.version !== '' && <Fact name="Brings">{brings(plugin)}</Fact>}
        {needs.length > 0 && (
          <Fact name="Needs">{needs.map(([id, range]) => `${id} ${range}`).join(', ')}</Fact>
        )}
        <Fact name="Id">{plugin.id}</Fact>
        {plugin.source !== undefined && <Fact name="Source">{plugin.source}</Fact>}
        <Fact name="Folder">{plugin.folder}</Fact>
      </dl>
    </PageSection>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words text-soft">{children}</dd>
    </>
  )
}
