import { CircleCheck, Trash2, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReviewsServiceInfo } from '#shared/contract'
import { attempt } from '../../kit'
import { client, toastFailure } from '../../state'
import { IconButton } from '../../ui'
import { AddForm } from './AddForm'
import { SettingsPart } from './SettingsPart'
import { agoInWords } from './words'

/** Whose reviews are read, and where one’s own are sent. */
export function ReviewServices() {
  const [services, setServices] = useState<readonly ReviewsServiceInfo[]>([])
  useEffect(() => {
    let current = true
    void attempt(client().reviews.services()).then(answer => {
      if (current && answer.ok) setServices(answer.value)
    })
    return () => {
      current = false
    }
  }, [])

  async function remove(url: string): Promise<void> {
    const left = await attempt(client().reviews.removeService({ url }))
    if (left.ok) setServices(left.value)
    else toastFailure(left.error)
  }

  return (
    <SettingsPart
      title="Reviews"
      about="Reviews are signed by their authors. Several services are read as one; yours are sent to all of them. “wireharp reviews serve” runs one."
    >
      {services.length > 0 && (
        <ul
          className="divide-y divide-line rounded-md border border-line"
          data-testid="review-services"
        >
          {services.map(({ url, name, state, reason, readAt }) => (
            <li key={url} className="flex items-center gap-3 px-3 py-2">
              {state === 'offline' ? (
                <WifiOff size={15} aria-label="Does not answer" className="shrink-0 text-warn" />
              ) : (
                <CircleCheck size={15} aria-label="Read" className="shrink-0 text-good" />
              )}
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm">
                  <bdi className="font-medium">{name}</bdi>{' '}
                  <span className="text-faint select-text">{url}</span>
                </p>
                <p className="text-xs text-faint">
                  {reason?.message ??
                    (readAt === undefined ? 'Not read yet' : `Read ${agoInWords(readAt)}`)}
                </p>
              </div>
              <IconButton
                icon={Trash2}
                label={`Remove ${name}`}
                tip="Remove"
                onClick={() => void remove(url)}
              />
            </li>
          ))}
        </ul>
      )}
      <AddForm
        label="Add service"
        fields={[{ id: 'url', label: 'Address of the service', hint: 'https://…' }]}
        onAdd={async ({ url = '' }) => {
          const added = await attempt(client().reviews.addService({ url: url.trim() }))
          if (added.ok) setServices(added.value)
          return added
        }}
      />
    </SettingsPart>
  )
}
