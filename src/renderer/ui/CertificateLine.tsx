import { BadgeCheck } from 'lucide-react'
import { certificateFacts, type Certificate } from '#shared/graph'

/** Nothing costs nothing. */
function microsInWords(micros: number): string {
  return micros < 0.05 ? 'under 0.1 µs' : `${micros.toFixed(1)} µs`
}

interface CertificateLineProps {
  readonly title: string
  readonly certificate: Certificate | undefined
}

/** What a certificate says, in a line, and which checks failed. */
export function CertificateLine({ title, certificate }: CertificateLineProps) {
  if (certificate === undefined) {
    return <p className="text-xs text-faint">{title}: nothing yet.</p>
  }
  const { checks, failed, p50, relative, latency, warnings } = certificateFacts(certificate)
  const cost =
    p50 === undefined ? [] : [`${microsInWords(p50)} a quantum (${relative} times a filter)`]
  const all = [
    failed === 0 ? `${checks} checks passed` : `${failed} of ${checks} checks failed`,
    ...cost,
    ...(latency === 0 ? [] : [`${latency} frames of latency`]),
    ...(warnings === 0 ? [] : [`${warnings} warnings about its code`]),
  ]
  const wrong = [...Object.values(certificate.nodes).flatMap(node => node.checks)].filter(
    check => !check.passed,
  )
  return (
    <div className="flex flex-col gap-1 text-xs" data-testid="plugin-certificate">
      <p className="flex items-center gap-2 text-soft">
        <BadgeCheck size={14} aria-hidden className={failed === 0 ? 'text-good' : 'text-bad'} />
        {title}: {all.join(', ')}.
      </p>
      {wrong.map(({ check, detail }) => (
        <p key={`${check} ${detail}`} className="pl-6 text-bad">
          {check}: {detail}
        </p>
      ))}
    </div>
  )
}
