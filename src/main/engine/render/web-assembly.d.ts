/** The part of the WebAssembly API that the engine uses; shell code has no DOM types, where TypeScript keeps it. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Global {
    readonly value: unknown
    valueOf(): unknown
  }
  type Exports = Readonly<Record<string, unknown>>
  class Instance {
    constructor(
      module: Module,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    )
    readonly exports: Exports
  }
}
