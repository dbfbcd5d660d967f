const SIDES = ['top', 'right', 'bottom', 'left'] as const
type Side = (typeof SIDES)[number]

/** What a tip says of an element, and on which side of it. */
export interface TipWords {
  readonly text: string
  readonly keys: string | undefined
  readonly side: Side | undefined
}

export interface ShownTip extends TipWords {
  readonly element: Element
}

export interface TipAttributes {
  readonly 'data-tip'?: string
  readonly 'data-tip-keys'?: string | undefined
  readonly 'data-tip-side'?: Side | undefined
}

export function tipAttributes({ text, keys, side }: TipWords): TipAttributes {
  return { 'data-tip': text, 'data-tip-keys': keys, 'data-tip-side': side }
}

/** So long the pointer stays on something before its tip comes; soon after another it comes at once. */
const DELAY = 500
const SOON = 200
/** So long the tip waits for the pointer, which may be on its way to it. */
const LINGER = 120

/**
 * Finds out what the pointer or the focus is on, and tells when its tip is to be seen. One for the window: a control
 * costs nothing for having a tip.
 */
export class TipPointer implements Disposable {
  readonly #tell: (tip: ShownTip | undefined) => void
  readonly #stop = new AbortController()
  readonly #changes = new MutationObserver(() => this.#look())
  #on: Element | undefined
  #shown: Element | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #closedAt = -Infinity
  #isDown = false

  constructor(tell: (tip: ShownTip | undefined) => void) {
    this.#tell = tell
    const options = { capture: true, passive: true, signal: this.#stop.signal }
    const close = () => this.close()
    document.addEventListener('pointermove', event => this.#move(event), options)
    document.addEventListener('pointerdown', () => this.#press(), options)
    document.addEventListener('pointerup', () => (this.#isDown = false), options)
    document.addEventListener('pointercancel', () => (this.#isDown = false), options)
    document.addEventListener('focusin', ({ target }) => this.#focus(target), options)
    document.addEventListener('focusout', close, options)
    document.addEventListener('click', close, options)
    document.addEventListener('wheel', close, options)
    document.documentElement.addEventListener('pointerleave', () => this.#enter(undefined), options)
    window.addEventListener('scroll', ({ target }) => this.#scroll(target), options)
    window.addEventListener('blur', close, options)
  }

  close(): void {
    clearTimeout(this.#timer)
    if (this.#shown === undefined) return
    this.#shown = undefined
    this.#closedAt = performance.now()
    this.#changes.disconnect()
    this.#tell(undefined)
  }

  [Symbol.dispose](): void {
    this.#stop.abort()
    this.close()
  }

  #move({ target, pointerType }: PointerEvent): void {
    if (pointerType === 'touch' || this.#isDown) return
    const within = target instanceof Element ? target : undefined
    // On the tip itself it may be read in peace.
    if (within?.closest('[data-tip-shown]')) return this.#stay()
    this.#enter(within?.closest('[data-tip]') ?? undefined)
  }

  #stay(): void {
    clearTimeout(this.#timer)
    this.#on = this.#shown
  }

  #enter(element: Element | undefined): void {
    if (element === this.#on) return
    this.#on = element
    clearTimeout(this.#timer)
    if (element === undefined) {
      this.#timer = setTimeout(() => this.close(), LINGER)
      return
    }
    const soon = this.#shown !== undefined || performance.now() - this.#closedAt < SOON
    if (soon) this.#open(element)
    else this.#timer = setTimeout(() => this.#open(element), DELAY)
  }

  #press(): void {
    this.#isDown = true
    this.close()
  }

  #focus(target: EventTarget | null): void {
    if (this.#isDown || !(target instanceof Element)) return
    const element = target.closest('[data-tip]')
    if (element !== null) this.#open(element)
  }

  #scroll(target: EventTarget | null): void {
    if (target instanceof Node && this.#shown !== undefined && target.contains(this.#shown)) {
      this.close()
    }
  }

  #open(element: Element): void {
    clearTimeout(this.#timer)
    const words = wordsOf(element)
    if (words === undefined) return this.close()
    this.#shown = element
    // What it is about may go, or mean something else by now.
    this.#changes.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-tip'],
    })
    this.#tell({ element, ...words })
  }

  #look(): void {
    if (this.#shown === undefined) return
    const words = wordsOf(this.#shown)
    if (words === undefined) this.close()
    else this.#tell({ element: this.#shown, ...words })
  }
}

function wordsOf(element: Element): TipWords | undefined {
  const text = element.getAttribute('data-tip')
  if (text === null || text === '' || !element.isConnected) return undefined
  const side = element.getAttribute('data-tip-side')
  return {
    text,
    keys: element.getAttribute('data-tip-keys') ?? undefined,
    side: SIDES.find(known => known === side),
  }
}
