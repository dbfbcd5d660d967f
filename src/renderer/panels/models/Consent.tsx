import type { ModelInfo } from '#shared/contract'
import { Button } from '../../ui'
import { formatBytes } from './format-bytes'

/** What somebody agrees to before anything is fetched: how much, from whom, on what terms. */
export function Consent({
  model,
  onAnswer,
}: {
  readonly model: ModelInfo
  readonly onAnswer: (agreed: boolean) => void
}) {
  const { bytes, held, hosts, license, title } = model
  return (
    <div
      className="flex flex-col gap-3 rounded border border-line-strong bg-well p-3 text-sm"
      data-testid="model-consent"
    >
      <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1 text-xs">
        <dt className="text-soft">Size</dt>
        <dd className="tabular-nums">
          {formatBytes(bytes)}
          {held > 0 && `, ${formatBytes(held)} of it are here`}
        </dd>
        <dt className="text-soft">From</dt>
        <dd>{hosts.join(', ')}</dd>
        <dt className="text-soft">Licence</dt>
        <dd>
          {license.spdx}
          {license.url !== undefined && ` (${license.url})`}
        </dd>
      </dl>
      {license.nonCommercial && (
        <p className="text-xs text-warn">
          What it makes may not be used commercially. Wireharp says so again at export.
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={() => onAnswer(false)}>
          Not now
        </Button>
        <Button
          look="primary"
          aria-label={`Agree and download ${title}`}
          data-testid="model-agree"
          onClick={() => onAnswer(true)}
        >
          Agree and download
        </Button>
      </div>
    </div>
  )
}
