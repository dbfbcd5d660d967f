import { Server } from 'lucide-react'
import { useEffect } from 'react'
import { closeDialog, followAiServices, useAiServices } from '../../state'
import { Dialog, EmptyState, SectionTitle } from '../../ui'
import { AddService } from './AddService'
import { AiSwitch } from './AiSwitch'
import { ProviderList } from './ProviderList'
import { ServiceRow } from './ServiceRow'

/** Who works for Wireharp: providers of this machine, and services, with how they fare. */
export function AiServicesDialog() {
  const services = useAiServices(state => state.services)
  useEffect(followAiServices, [])
  return (
    <Dialog
      wide
      title="AI services"
      description="What of this machine, and which programs of it or others, does work for Wireharp."
      testId="ai-services-dialog"
      onClose={closeDialog}
    >
      <AiSwitch />
      <SectionTitle flush>Services</SectionTitle>
      <p className="pb-2 text-xs text-soft">
        Sounds that a service works on are sent to it. What it does is a job, with its log, under
        Jobs.
      </p>
      {services?.length === 0 && (
        <EmptyState icon={Server} title="No services yet">
          Start one of those below, or run “wireharp serve-plugin stems/shape” on another machine
          and add its address.
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
      <div className="pt-5">
        <SectionTitle flush>On this machine</SectionTitle>
        <ProviderList services={services ?? []} />
      </div>
    </Dialog>
  )
}
