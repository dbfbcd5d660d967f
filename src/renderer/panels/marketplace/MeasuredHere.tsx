import { useCertificate } from '../../state'
import { Button, CertificateLine, FailureNote } from '../../ui'

/** What came of an installed plugin’s checks on this machine, and where that is not what its package says. */
export function MeasuredHere({ plugin }: { readonly plugin: string }) {
  const { known, doing, failure, measure } = useCertificate(plugin)
  return (
    <div className="flex flex-col gap-2 pt-1" data-testid="market-measured">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <CertificateLine title="Measured here" certificate={known?.measured} />
        </div>
        <Button
          look="quiet"
          className="h-6"
          disabled={doing !== undefined}
          data-testid="market-measure"
          onClick={() => void measure()}
        >
          {doing === undefined ? 'Measure here' : `Measuring${doing}`}
        </Button>
      </div>
      {failure !== undefined && <FailureNote message={failure.message} />}
      {known?.drift.map(({ node, what, detail }) => (
        <FailureNote
          key={`${node} ${what} ${detail}`}
          tone="warning"
          message={node === '' ? detail : `${node}: ${detail}`}
          testId="market-drift"
        />
      ))}
    </div>
  )
}
