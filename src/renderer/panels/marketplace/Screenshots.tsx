import type { MarketDetails } from '#shared/contract'
import { useAsset } from './use-asset'
import { PageSection } from '../../ui'

/** The pictures that the package brings, side by side. */
export function Screenshots({ details }: { readonly details: MarketDetails }) {
  return (
    <PageSection title="Pictures">
      <ul className="flex flex-wrap gap-2" aria-label="Pictures">
        {details.screenshots.map((path, index) => (
          <li key={path} className="min-w-0">
            <Picture details={details} path={path} label={`Picture ${index + 1}`} />
          </li>
        ))}
      </ul>
    </PageSection>
  )
}

interface PictureProps {
  readonly details: MarketDetails
  readonly path: string
  readonly label: string
}

function Picture({ details, path, label }: PictureProps) {
  const url = useAsset(details, path)
  if (url === '') return <p className="text-xs text-faint">{label} cannot be shown.</p>
  return url === undefined ? (
    <div className="h-48 w-72 animate-pulse rounded bg-well" />
  ) : (
    <img
      src={url}
      alt={`${label} of ${details.name}`}
      className="max-h-60 max-w-full rounded border border-line"
    />
  )
}
