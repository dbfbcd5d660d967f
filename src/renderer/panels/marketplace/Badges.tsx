import {
  BadgeCheck,
  Gauge,
  HardDrive,
  Shield,
  ShieldCheck,
  Timer,
  TriangleAlert,
} from 'lucide-react'
import type { MarketCard } from '#shared/contract'
import { Badge } from './Badge'
import {
  bytesInWords,
  coreInWords,
  costInWords,
  latencyInWords,
  measuredOn,
  shortRights,
} from './words'

/** What was measured of a plugin, and what it asks for. */
export function Badges({ card }: { readonly card: MarketCard }) {
  const { certificate, permissions, bytes } = card
  const [right] = permissions
  return (
    <span className="flex h-5 flex-wrap gap-1 overflow-hidden">
      {certificate?.costP50 !== undefined && (
        <Badge
          icon={Gauge}
          title={`Cost of 128 frames, ${coreInWords(certificate.costP50)}${worst(certificate.costP95)}${measuredOn(certificate)}`}
        >
          {costInWords(certificate.costP50)}
        </Badge>
      )}
      {permissions.length === 0 || right === undefined ? (
        <Badge icon={ShieldCheck} tone="good" title="Asks for no rights">
          No rights
        </Badge>
      ) : (
        <Badge
          icon={Shield}
          tone="warn"
          title={`Asks for: ${permissions.map(each => shortRights[each]).join(', ')}`}
        >
          {permissions.length === 1 ? shortRights[right] : `${permissions.length} rights`}
        </Badge>
      )}
      {certificate !== undefined &&
        (certificate.failed === 0 ? (
          <Badge
            icon={BadgeCheck}
            tone="good"
            title={`Passed all ${certificate.passed} checks of its certificate`}
          >
            {certificate.passed}
          </Badge>
        ) : (
          <Badge
            icon={TriangleAlert}
            tone="warn"
            title={`Failed ${certificate.failed} checks of its certificate`}
          >
            {certificate.failed} failed
          </Badge>
        ))}
      {certificate?.latencyFrames !== undefined && certificate.latencyFrames > 0 && (
        <Badge icon={Timer} title="Latency">
          {latencyInWords(certificate.latencyFrames)}
        </Badge>
      )}
      {bytes > 0 && (
        <Badge icon={HardDrive} title="Size">
          {bytesInWords(bytes)}
        </Badge>
      )}
    </span>
  )
}

/** “; 4.2 µs at worst”: of a hundred, five were longer. */
function worst(micros: number | undefined): string {
  return micros === undefined ? '' : `; ${costInWords(micros)} at worst (95th percentile)`
}
