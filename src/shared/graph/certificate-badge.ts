import { certificateFacts, type Certificate } from './certificate'

const GOOD = '#2c7a4b'
const BAD = '#b3402e'
const LETTER = 6.4

/** A certificate as a badge for a README: an SVG without scripts, fonts or addresses of others. */
export function certificateBadge(certificate: Certificate): string {
  const { passed, checks, failed, p50 } = certificateFacts(certificate)
  const cost = p50 === undefined ? '' : ` · ${p50 < 10 ? p50.toFixed(1) : Math.round(p50)} µs`
  const count = `${checks} ${checks === 1 ? 'check' : 'checks'}`
  const said = passed ? `${count} passed${cost}` : `${failed} of ${count} failed`
  const label = `wireharp ${certificate.version}`
  const [left, right] = [widthOf(label), widthOf(said)]
  const color = passed ? GOOD : BAD
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escaped(`${label}: ${said}`)}">
<title>${escaped(`${certificate.name}: ${said}`)}</title>
<rect width="${left}" height="20" fill="#30343c"/>
<rect x="${left}" width="${right}" height="20" fill="${color}"/>
<g fill="#fff" font-family="Inter,Verdana,sans-serif" font-size="11" text-anchor="middle">
<text x="${left / 2}" y="14">${escaped(label)}</text>
<text x="${left + right / 2}" y="14">${escaped(said)}</text>
</g>
</svg>
`
}

function widthOf(text: string): number {
  return Math.ceil(text.length * LETTER) + 14
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
