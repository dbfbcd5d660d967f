import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '#shared/contract'
import { describeApi } from './describe-api'

const operation = z.object({ operationId: z.string() }).loose()
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

describe('S0-15 S3-14 X-04 one schema for all doors', () => {
  test('REST describes every method of the contracts that the page calls, with the same bounds', async () => {
    const { paths } = documentSchema.parse(await describeApi('/api', '1.0.0'))
    const described = new Set(
      Object.values(paths).flatMap(methods =>
        Object.values(methods).map(({ operationId }) => operationId),
      ),
    )
    for (const [service, methods] of Object.entries(contract)) {
      for (const method of Object.keys(methods)) {
        if (`${service}.${method}` === 'library.importFile') continue
        expect(described).toContain(`${service}.${method}`)
      }
    }
    const generate = JSON.stringify(paths['/v1/generate'])
    expect(generate).toMatch(/"seed":\{[^}]*"maximum":4294967295/)
  })
})
