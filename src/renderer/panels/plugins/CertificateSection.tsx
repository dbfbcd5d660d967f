import { BadgeCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PluginCertificate } from '#shared/contract'
import { certificateFacts, type Certificate } from '#shared/graph'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client, usePlugins } from '../../state'
import { Button, FailureNote } from '../../ui'
import { Section } from './Section'

/** What the plugin’s package says of its checks and costs, what was measured here, and how they differ. */
export function CertificateSection({ plugin }: { readonly plugin: string }) {
  const [known, setKnown] = useState<PluginCertificate>()
  const [doing, setDoing] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const revision = usePlugins(state => state.revision)
  useEffect(() => {
    let current = true
    void attempt(client().plugins.certificate({ id: plugin })).then(answer => {
      if (current && answer.ok) setKnown(answer.value)
    })
    return () => {
      current = false
    }
  }, [plugin, revision])

  async function measure(): Promise<void> {
    setDoing('…')
    setFailure(undefined)
    const events = await attempt(client().plugins.measure({ id: plugin }))
    if (!events.ok) setFailure(events.error)
    else {
      for await (const event of events.value) {
        if (event.kind === 'progress') setDoing(` ${event.what}…`)
        if (event.kind === 'measured') setKnown(event.certificate)
        if (event.kind === 'failed') setFailure(event.failure)
      }
    }
    setDoing(undefined)
  }

  return (
    <Section
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
      <Said title="Its package says" certificate={known?.own} />
      <Said title="Measured here" certificate={known?.measured} />
      {known?.drift.map(({ node, what, detail }) => (
        <FailureNote
          key={`${node} ${what} ${detail}`}
          tone="warning"
          message={node === '' ? detail : `${node}: ${detail}`}
          testId="plugin-drift"
        />
      ))}
    </Section>
  )
}

interface SaidProps {
  readonly title: string
  readonly certificate: Certificate | undefined
}

function Said({ title, certificate }: SaidProps) {
  if (certificate === undefined) {
    return <p className="text-xs text-faint">{title}: nothing yet.</p>
  }
  const { checks, failed, p50, relative, latency, warnings } = certificateFacts(certificate)
  const cost =
    p50 === undefined ? [] : [`${p50.toFixed(1)} µs a quantum (${relative} times a filter)`]
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
