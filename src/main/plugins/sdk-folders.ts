import { join } from 'node:path'
import { rootFolder } from '../kit'

/** The packages for authors, as folders: built ones, which an installed Wireharp has. */
export function sdkFolders(): Readonly<Record<string, string>> {
  return {
    '@wireharp/sdk': join(rootFolder(), 'out/sdk/sdk'),
    '@wireharp/testing': join(rootFolder(), 'out/sdk/testing'),
  }
}
