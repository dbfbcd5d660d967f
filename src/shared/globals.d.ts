// What browsers and Node share beyond the language itself. Shared code sees these few and no others:
// neither the DOM's types nor Node's are loaded here.

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

declare const AbortController: { new (): AbortController }
declare const AbortSignal: {
  abort(reason?: unknown): AbortSignal
  any(signals: Iterable<AbortSignal>): AbortSignal
  timeout(milliseconds: number): AbortSignal
}

declare const TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } }
declare const TextDecoder: {
  new (label?: 'utf-8', options?: { fatal?: boolean }): { decode(bytes: Uint8Array): string }
}

declare function structuredClone<T>(value: T): T
declare function queueMicrotask(task: () => void): void
