import { existsSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'

export type RegistryKind = 'npm' | 'folder' | 'built-in'

/** A place that has packages. */
export interface Registry {
  readonly name: string
  readonly address: string
  readonly kind: RegistryKind
}

/** Reads an address as the user gave it: https, http on this machine alone, or a folder that is there. */
export function parseAddress(
  text: string,
  folder: string,
): Result<{ readonly address: string; readonly kind: 'npm' | 'folder' }> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    const url = URL.parse(text)
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))
    if (url === null || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
      return err(fail('registry-refused', `“${text.slice(0, 200)}” is no address of a registry.`))
    }
    return ok({ address: url.href.replace(/\/$/, ''), kind: 'npm' })
  }
  const path = isAbsolute(text) ? text : resolve(folder, text)
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    return err(fail('registry-refused', `“${text.slice(0, 200)}” is no folder.`))
  }
  return ok({ address: path, kind: 'folder' })
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** Addresses inside a machine or a house, by what they look like. */
function isPrivate(url: URL): boolean {
  return (
    isLoopback(url) ||
    /^(0\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(url.hostname) ||
    /^\[(f[cd]|fe80|::)/.test(url.hostname) ||
    /\.(local|internal|localhost)$/.test(url.hostname)
  )
}

/**
 * Whether what came from one address may lead to another: never off https, and never from the world into this house,
 * where it would speak in the user’s name.
 */
export function mayLead(from: URL, to: URL): boolean {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return false
  if (from.host === to.host && from.protocol === to.protocol) return true
  if (to.protocol === 'http:' && !(isLoopback(from) && isLoopback(to))) return false
  return !isPrivate(to) || isPrivate(from)
}
