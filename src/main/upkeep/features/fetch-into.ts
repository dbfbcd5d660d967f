import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { err, fail, ok, type Result } from '#shared/kit'

export type FetchInto = (wanted: {
  /** `name@1.2.3` */
  readonly spec: string
  readonly integrity: string
  /** Does not exist yet. */
  readonly folder: string
}) => Promise<Result<void>>

/** A package of npm’s registry, unpacked. Nothing of it runs; links in it are left out. */
export const fetchInto: FetchInto = async ({ spec, integrity, folder }) => {
  const { default: pacote } = await import('pacote')
  const registry = process.env['npm_config_registry']
  try {
    await mkdir(folder, { recursive: true })
    const unpack = extract({
      cwd: folder,
      strip: 1,
      filter: (_path, entry) =>
        'type' in entry && (entry.type === 'File' || entry.type === 'Directory'),
    })
    await pacote.tarball.stream(spec, stream => pipeline(stream, unpack), {
      cache: join(tmpdir(), 'wireharp-features'),
      ignoreScripts: true,
      allowGit: 'none',
      allowDirectory: 'none',
      integrity,
      ...(registry !== undefined && { registry }),
    })
    return ok()
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.slice(0, 200) : String(thrown)
    return err(fail('package-unreachable', `“${spec}” cannot be fetched: ${why}.`))
  }
}
