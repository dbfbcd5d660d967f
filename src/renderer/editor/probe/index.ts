export { CableProbes } from './CableProbes'
export { ProbeTitle, ProbeView } from './ProbeCard'
export { dropProbe, pinProbe, useProbes } from './probes'
