/// <reference types="vite/types/importMeta.d.ts" />
import type { Kernel } from './define-kernel'

const modules = import.meta.glob<Readonly<Record<string, Kernel>>>('./*/index.ts', { eager: true })

/** Every kernel by id: whatever folder beside this file has an index.ts. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(
  Object.values(modules)
    .flatMap(module => Object.values(module))
    .map(definition => [definition.id, definition]),
)
