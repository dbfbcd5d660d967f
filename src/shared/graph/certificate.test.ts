import { describe, expect, test } from 'vitest'
import {
  certificateDrift,
  certificateFacts,
  readCertificate,
  type Certificate,
  type CertifiedNode,
} from './certificate'
import { certificateBadge } from './certificate-badge'

const node: CertifiedNode = {
  checks: [{ check: 'finite', passed: true, detail: '9 settings.' }],
  latency: { declared: 64, measured: 64 },
  cost: { p50: 8, p95: 9, max: 20, share: 0.3, relative: 2 },
}
const certificate: Certificate = {
  format: 1,
  plugin: 'warm',
  name: 'Warm <b>',
  version: '1.2.0',
  kind: 'effect',
  sha256: 'a'.repeat(64),
  passed: true,
  at: '2026-01-02T03:04:05.000Z',
  wireharp: '0.1.0',
  machine: {
    cpu: 'x',
    cores: 2,
    system: 'linux-x64',
    reference: { node: 'filter/filter', p50: 4 },
  },
  nodes: { warm: node },
  parts: [],
  permissions: [],
  scan: { findings: [], obfuscation: 0 },
}

function measured(change: Partial<CertifiedNode>): Certificate {
  return { ...certificate, nodes: { warm: { ...node, ...change } } }
}

describe('M-04 certificates of plugins', () => {
  test('a certificate survives its file, and what is none is none', () => {
    expect(readCertificate(JSON.stringify(certificate))).toEqual(certificate)
    for (const text of ['', '{', '[]', '{"format":2}', '{"format":1}', 'null']) {
      expect(readCertificate(text)).toBeUndefined()
    }
  })

  test('the same code on a machine half as fast has not drifted; twice the cost in relation has', () => {
    const slower = measured({ cost: { p50: 16, p95: 18, max: 40, share: 0.6, relative: 2 } })
    expect(certificateDrift(certificate, slower)).toEqual([])
    const dearer = measured({ cost: { p50: 16, p95: 18, max: 40, share: 0.6, relative: 4 } })
    expect(certificateDrift(certificate, dearer)).toEqual([
      {
        node: 'warm',
        what: 'cost',
        detail: 'It costs 2.0 times as much here as it says, measured by the same node.',
      },
    ])
  })

  test('a failed check, another latency, another file and a node that was not told of are drift', () => {
    const broken = measured({
      checks: [{ check: 'finite', passed: false, detail: 'NaN at 3.' }],
      latency: { declared: 64, measured: 128 },
    })
    const other = { ...broken, sha256: 'b'.repeat(64) }
    expect(certificateDrift(certificate, other).map(({ what }) => what)).toEqual([
      'contents',
      'check',
      'latency',
    ])
    const more = { ...certificate, nodes: { warm: node, cold: node } }
    expect(certificateDrift(certificate, more)).toMatchObject([{ node: 'cold', what: 'check' }])
  })

  test('a badge tells the dearest node, and holds no markup of a name', () => {
    const badge = certificateBadge(certificate)
    expect(badge).toContain('1 check passed · 8.0 µs')
    expect(badge).toContain('Warm &lt;b&gt;')
    expect(badge).not.toContain('<b>')
    expect(certificateFacts(certificate)).toMatchObject({ checks: 1, failed: 0, latency: 64 })
  })
})
