import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../kit'
import type { SdkModules } from './bundle-code'

/** The packages for authors, as folders: built ones, which an installed Wireharp has. */
export function sdkFolders(): Readonly<Record<string, string>> {
  return {
    '@wireharp/sdk': join(rootFolder(), 'out/sdk/sdk'),
    '@wireharp/testing': join(rootFolder(), 'out/sdk/testing'),
  }
}

/** What `@wireharp/sdk` and `@wireharp/testing` stand for in a bundle: built, or the checkout’s sources. */
export function sdkModules(): SdkModules {
  return Object.fromEntries(
    Object.entries(sdkFolders()).map(([name, folder]) => {
      const built = join(folder, 'index.js')
      const source = join(rootFolder(), 'plugins', name.slice('@wireharp/'.length), 'index.ts')
      return [name, existsSync(built) ? built : source]
    }),
  )
}
