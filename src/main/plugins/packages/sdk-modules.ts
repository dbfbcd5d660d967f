import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../kit'
import { sdkFolders } from '../sdk-folders'
import type { SdkModules } from './bundle-code'

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
