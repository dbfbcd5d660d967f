/** The part of pacote 22 that is used here; the package brings no types. */
declare module 'pacote' {
  import type { Readable } from 'node:stream'

  export interface Options {
    readonly cache: string
    readonly registry?: string
    readonly ignoreScripts: true
    readonly allowGit: 'none'
    readonly allowDirectory: 'none'
    readonly preferOnline?: boolean
    readonly integrity?: string
    readonly timeout?: number
    readonly fetchRetries?: number
    readonly fetchRetryFactor?: number
    /** Milliseconds. */
    readonly fetchRetryMintimeout?: number
    readonly fetchRetryMaxtimeout?: number
  }

  export interface Manifest {
    readonly name: string
    readonly version: string
    readonly _resolved: string
    readonly _integrity?: string
  }

  const pacote: {
    manifest(spec: string, options: Options): Promise<Manifest>
    tarball: {
      stream<T>(
        spec: string,
        handler: (stream: Readable) => Promise<T>,
        options: Options,
      ): Promise<T>
    }
  }
  export default pacote
}
