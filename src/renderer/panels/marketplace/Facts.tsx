import type { MarketDetails } from '#shared/contract'
import { MeasuredHere } from './MeasuredHere'
import { bytesInWords, coreInWords, costInWords, dayInWords, latencyInWords } from './words'
import { PageSection } from '../../ui'

/** What was measured, and what is otherwise known, as figures. */
export function Facts({ details }: { readonly details: MarketDetails }) {
  const { certificate, bytes, licence, published, registry, dependencies } = details
  const { costP50, costP95, latencyFrames } = certificate ?? {}
  return (
    <PageSection title="Measured and stated">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(128px,1fr))] gap-2">
        <Fact
          name="Cost, 128 frames"
          value={costP50 === undefined ? 'Not measured' : costInWords(costP50)}
        >
          {costP50 !== undefined && coreInWords(costP50)}
        </Fact>
        <Fact name="Cost at worst" value={costP95 === undefined ? '–' : costInWords(costP95)}>
          {costP95 !== undefined && '95th percentile'}
        </Fact>
        <Fact
          name="Latency"
          value={latencyFrames === undefined ? '–' : latencyInWords(latencyFrames)}
        >
          {latencyFrames !== undefined && latencyFrames > 0 && `${latencyFrames} frames`}
        </Fact>
        <Fact
          name="Certificate"
          value={
            certificate === undefined
              ? 'None'
              : certificate.failed === 0
                ? `${certificate.passed} passed`
                : `${certificate.failed} failed`
          }
        >
          {certificate !== undefined &&
            certificate.failed > 0 &&
            `of ${certificate.passed + certificate.failed}`}
        </Fact>
        <Fact name="Measured on" value={certificate?.machine ?? '–'}>
          {certificate?.machine !== undefined && 'its author’s machine, not yours'}
        </Fact>
        <Fact name="Size" value={bytes > 0 ? bytesInWords(bytes) : '–'} />
        <Fact name="Licence" value={licence} />
        <Fact name="Published" value={published === undefined ? '–' : dayInWords(published)} />
        <Fact name="From" value={registry} />
      </dl>
      {details.installed !== undefined && <MeasuredHere plugin={details.id} />}
      {dependencies.length > 0 && (
        <ul className="flex flex-col gap-1 pt-1 text-xs text-soft" aria-label="Needs">
          {dependencies.map(({ id, name = id, range, installed, available }) => (
            <li key={id}>
              Needs <b className="text-text">{name}</b> {range}:{' '}
              {installed !== undefined
                ? `${installed} is installed`
                : available !== undefined
                  ? `${available} comes with it`
                  : 'nowhere to be had'}
            </li>
          ))}
        </ul>
      )}
    </PageSection>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  readonly children?: string | false
}

function Fact({ name, value, children }: FactProps) {
  return (
    <div className="min-w-0 rounded bg-well px-2 py-1.5">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="truncate text-sm text-text" title={value}>
        {value}
        {typeof children === 'string' && (
          <span className="block text-xs whitespace-normal text-faint">{children}</span>
        )}
      </dd>
    </div>
  )
}
