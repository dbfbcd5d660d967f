import { ChevronLeft, LoaderCircle } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { MarketDetails } from '#shared/contract'
import { showInMarket } from '../../state'
import { EmptyState, FailureNote, IconButton, Markdown, PageSection } from '../../ui'
import { Actions } from './Actions'
import { Demo } from './Demo'
import { Facts } from './Facts'
import { PluginIcon } from './PluginIcon'
import { ReviewList } from './ReviewList'
import { Rights } from './Rights'
import { Screenshots } from './Screenshots'
import { Trust } from './Trust'
import { useDetails } from './use-details'
import { Versions } from './Versions'

interface DetailPageProps {
  readonly shown: { readonly id: string; readonly version?: string }
}

/** All of a plugin before it is installed: how it sounds, what it costs and may do, who made it, what others say. */
export function DetailPage({ shown }: DetailPageProps) {
  const { details, failure } = useDetails(shown)
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0
  }, [shown.id])
  return (
    <aside
      ref={box}
      aria-label="Plugin"
      data-testid="market-detail"
      data-plugin={details?.id}
      className="appear relative min-h-0 w-[46%] max-w-180 min-w-100 shrink-0 overflow-y-auto border-l max-[900px]:absolute max-[900px]:inset-0 max-[900px]:z-10 max-[900px]:w-auto max-[900px]:max-w-none max-[900px]:min-w-0 border-line bg-panel"
    >
      <div className="sticky top-0 z-10 flex h-9 items-center border-b border-line bg-panel px-2">
        <IconButton
          icon={ChevronLeft}
          label="Back to the list"
          keys="Escape"
          data-testid="market-back"
          onClick={() => showInMarket(undefined)}
        />
        <span dir="auto" className="min-w-0 flex-1 truncate px-1 text-sm text-soft">
          {details?.name ?? shown.id}
        </span>
      </div>
      {details !== undefined ? (
        <Page key={details.id} details={details} />
      ) : failure !== undefined ? (
        <div className="p-4">
          <FailureNote message={`${failure.message} (${failure.code})`} testId="detail-failure" />
        </div>
      ) : (
        <EmptyState icon={LoaderCircle} title="Fetching the package…" />
      )}
    </aside>
  )
}

function Page({ details }: { readonly details: MarketDetails }) {
  const { name, author, category, version, summary, readme, changelog } = details
  return (
    <article aria-label={name} className="pb-8">
      <header className="flex flex-col gap-3 border-b border-line p-4">
        <div className="flex gap-4">
          <PluginIcon card={details} large />
          <div className="min-w-0 flex-1">
            <h2 dir="auto" className="text-lg font-semibold break-words">
              {name}
            </h2>
            <p className="text-xs text-faint">
              <bdi>{author}</bdi> · {category} · {version}
            </p>
            <p dir="auto" className="pt-1 text-sm text-soft select-text">
              {summary}
            </p>
          </div>
        </div>
        <Actions details={details} />
        {details.failure !== undefined && (
          <FailureNote
            message={`${details.failure.message} (${details.failure.code})`}
            testId="package-failure"
          />
        )}
        <Demo details={details} />
      </header>
      {details.screenshots.length > 0 && <Screenshots details={details} />}
      <Facts details={details} />
      <Trust details={details} />
      <Rights details={details} />
      {readme !== undefined && (
        <PageSection title="About">
          <div dir="auto" className="select-text">
            <Markdown text={readme} />
          </div>
        </PageSection>
      )}
      {changelog !== undefined && (
        <PageSection title="What changed">
          <div dir="auto" className="select-text">
            <Markdown text={changelog} />
          </div>
        </PageSection>
      )}
      <Versions details={details} />
      <ReviewList details={details} />
    </article>
  )
}
