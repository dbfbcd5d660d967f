import type { KeyObject } from 'node:crypto'
import { resolve } from 'node:path'
import type { Result } from '#shared/kit'
import { appPaths } from '../../../../kit'
import {
  makePublisherKey,
  PASSPHRASE,
  publisherKeyPath,
  readPublisherKey,
} from '../../../../marketplace/open-market'
import type { Io } from '../../io'

/** Where the key of whoever publishes here lies, unless they say otherwise. */
export function keyPath(io: Io, path: string | undefined): string {
  return path === undefined ? publisherKeyPath(appPaths(io.env)) : resolve(path)
}

export function readKey(io: Io, path: string | undefined): Promise<Result<KeyObject>> {
  return readPublisherKey(keyPath(io, path), io.env[PASSPHRASE])
}

/** Makes a key that nobody else on this machine may read. */
export function makeKey(io: Io, path: string | undefined): Promise<Result<string>> {
  return makePublisherKey(keyPath(io, path), io.env[PASSPHRASE])
}
