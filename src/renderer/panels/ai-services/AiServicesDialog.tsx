import { Server } from 'lucide-react'
import { useEffect } from 'react'
import { closeDialog, followAiServices, useAiServices } from '../../state'
import { Dialog, EmptyState } from '../../ui'
import { AddService } from './AddService'
import { ServiceRow } from './ServiceRow'

/** Services that do work for Wireharp: who they are, and how they fare. */
export function AiServicesDialog() {
  const services = useAiServices(state => state.services)
  useEffect(followAiServices, [])
  return (
    <Dialog
      wide
      title="AI services"
      description="Programs of this machine or others that do work for Wireharp."
      testId="ai-services-dialog"
      onClose={closeDialog}
    >
      <p className="pb-3 text-sm text-soft">
        Sounds that a service works on are sent to it. What it does is a job, with its log, under
        Jobs.
      </p>
      {services?.length === 0 && (
        <EmptyState icon={Server} title="No services yet">
          Start one with “wireharp serve-plugin stems/shape”, here or on another machine, and add
          its address.
        </EmptyState>
      )}
      {services !== undefined && services.length > 0 && (
        <ul className="divide-y divide-line border-y border-line" data-testid="ai-services">
          {services.map(service => (
            <ServiceRow key={service.url} service={service} />
          ))}
        </ul>
      )}
      <AddService />
    </Dialog>
  )
}
