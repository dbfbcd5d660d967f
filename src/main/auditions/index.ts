export { createAuditions, type AuditionsParts, type PackageRef } from './create-auditions'
export type { PreviewedPackage } from './render-audition'
