import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'

/** Where a plugin comes from, as the user wrote it. */
export type PackageSource =
  | { readonly kind: 'folder' | 'tarball'; readonly path: string }
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string }
  /** A name of the registry, with a version, a range or a tag after an `@`. */
  | { readonly kind: 'registry'; readonly spec: string }

const name = /^(@[a-z0-9][a-z0-9._-]{0,99}\/)?[a-z0-9][a-z0-9._-]{0,99}(@[\w.^~<>=*+-]{1,64})?$/

/** Reads what the user wrote. Like npm, it takes a word for a name, and a path for a path where it looks like one. */
export function parseSource(text: string, folder: string): Result<PackageSource> {
  const path = /^(\.{1,2}([\\/]|$)|[\\/]|~[\\/]|[a-z]:[\\/])/i.test(text)
  if (path) {
    const full = resolve(folder, text.replace(/^~(?=[\\/])/, homedir()))
    return ok({ kind: /\.(tgz|tar\.gz)$/i.test(full) ? 'tarball' : 'folder', path: full })
  }
  if (/\.(tgz|tar\.gz)$/i.test(text) && !text.includes('://')) {
    return ok({ kind: 'tarball', path: resolve(folder, text) })
  }
  const git = gitOf(text)
  if (git !== undefined) return ok(git)
  if (/^https?:\/\/[^\s@]+$/.test(text)) return ok({ kind: 'remote', url: text })
  if (name.test(text)) return ok({ kind: 'registry', spec: text })
  return err(fail('package-source-unknown', `“${text.slice(0, 100)}” is no source of a plugin.`))
}

/** `https://host/x.git#v1`, `git+ssh://…`, `git@host:a/b.git`, `github:a/b`, and pages of the usual hosts. */
function gitOf(text: string): PackageSource | undefined {
  const [address = '', ref] = text.split('#', 2)
  const url = gitUrl(address)
  // A reference that begins with a dash would be an option of git.
  const isOption = ref !== undefined && !/^[\w][\w./+-]{0,199}$/.test(ref)
  if (url === undefined || isOption) return undefined
  return { kind: 'git', url, ...(ref !== undefined && { ref }) }
}

function gitUrl(address: string): string | undefined {
  const short = /^(github|gitlab|bitbucket):([\w.-]+\/[\w.-]+)$/.exec(address)
  if (short !== null) {
    const host = short[1] === 'bitbucket' ? 'bitbucket.org' : `${short[1]}.com`
    return `https://${host}/${short[2]}.git`
  }
  if (/^https:\/\/(github|gitlab)\.com\/[\w.-]+\/[\w.-]+\/?$/.test(address)) {
    return address.replace(/\/$/, '').replace(/(\.git)?$/, '.git')
  }
  if (/^git\+(https?|ssh|file):\/\/\S+$/.test(address)) return address.slice('git+'.length)
  if (/^(git|ssh):\/\/\S+$/.test(address)) return address
  if (/^(https?|file):\/\/\S+\.git$/.test(address)) return address
  return /^[\w.-]+@[\w.-]+:[\w./~-]+$/.test(address) ? address : undefined
}

/** As it is kept, and read again by an upgrade. */
export function sourceText(source: PackageSource): string {
  switch (source.kind) {
    case 'folder':
    case 'tarball':
      return source.path
    case 'remote':
      return source.url
    case 'git':
      return `git+${source.url.replace(/^([\w.-]+@[\w.-]+):/, 'ssh://$1/')}${source.ref === undefined ? '' : `#${source.ref}`}`
    case 'registry':
      return source.spec
  }
}
