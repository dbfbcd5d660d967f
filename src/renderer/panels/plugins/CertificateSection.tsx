import { useCertificate } from '../../state'
import { Button, CertificateLine, FailureNote, PageSection } from '../../ui'

/** What the plugin’s package says of its checks and costs, what was measured here, and how they differ. */
export function CertificateSection({ plugin }: { readonly plugin: string }) {
  const { known, doing, failure, measure } = useCertificate(plugin)
  return (
    <PageSection
      title="Certificate"
      aside={
        <Button
          className="h-6 px-2"
          look="quiet"
          disabled={doing !== undefined}
          data-testid="plugin-measure"
          onClick={() => void measure()}
        >
          {doing === undefined ? 'Measure here' : `Measuring${doing}`}
        </Button>
      }
    >
      {failure !== undefined && <FailureNote message={failure.message} />}
      <CertificateLine title="Its package says" certificate={known?.own} />
      <CertificateLine title="Measured here" certificate={known?.measured} />
      {known?.drift.map(({ node, what, detail }) => (
        <FailureNote
          key={`${node} ${what} ${detail}`}
          tone="warning"
          message={node === '' ? detail : `${node}: ${detail}`}
          testId="plugin-drift"
        />
      ))}
    </PageSection>
  )
}
