import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { describePackage } from '../registries/read-folder'

export interface NpmTarget {
  readonly address: string
  readonly token?: string
}

/** Puts a package into a registry of npm’s kind, by npm’s own code. */
export async function publishToNpm(
  bytes: Buffer,
  { address, token }: NpmTarget,
): Promise<Result<{ readonly id: string; readonly version: string }>> {
  const described = await describePackage(bytes, 'package.tgz')
  if (!described.ok) return described
  const { id, version, document } = described.value
  // What it is as a file is known here and not there: cards show it.
  const { dist, ...others } = document
  const manifest = { ...others, dist: { bytes: dist.bytes } }
  const { publish } = await import('libnpmpublish')
  const registry = `${address}/`
  const login = `//${new URL(registry).host}${new URL(registry).pathname}:_authToken`
  try {
    await publish(manifest, bytes, {
      registry,
      access: 'public',
      npmVersion: 'wireharp',
      fetchRetries: 0,
      timeout: 60_000,
      ...(token !== undefined && { [login]: token }),
    })
    return ok({ id, version })
  } catch (thrown) {
    return err(failureOf(thrown, id, version, address))
  }
}

const thrownSchema = z.object({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  message: z.string().catch(''),
})

function failureOf(thrown: unknown, id: string, version: string, address: string) {
  const parsed = thrownSchema.safeParse(thrown)
  const { statusCode, code = '', message } = parsed.success ? parsed.data : { message: '' }
  if (statusCode === 409 || code === 'EPUBLISHCONFLICT' || /already|previously/i.test(message)) {
    return fail('version-published', `“${id}” ${version} is published already.`)
  }
  const said = message.replace(/\s+/g, ' ').slice(0, 160)
  return statusCode === undefined && /^E[A-Z]+$/.test(code) && code !== 'EUSAGE'
    ? fail('registry-unreachable', `${address} cannot be reached: ${said}.`)
    : fail('publish-refused', `${address} refuses “${id}” ${version}: ${said}.`)
}
