import { useEffect, useState } from 'react'
import type { LicenseNotice } from '#shared/contract'
import { licenseNotices } from '../../state'
import { ExportRow } from './ExportRow'

/** What of the project was made under a licence that forbids commercial use; nothing where there is none. */
export function LicenseNotes() {
  const [notices, setNotices] = useState<readonly LicenseNotice[]>([])
  useEffect(() => void licenseNotices().then(setNotices), [])
  if (notices.length === 0) return undefined
  return (
    <ExportRow label="Licence">
      <ul className="flex flex-col gap-1 px-1 text-xs text-warn" data-testid="license-notes">
        {notices.map(({ model, license, assets }) => (
          <li key={model}>
            {assets.length === 1 ? 'A sound was' : `${assets.length} sounds were`} made with {model}
            , whose licence ({license.spdx}) forbids commercial use.
          </li>
        ))}
      </ul>
    </ExportRow>
  )
}
