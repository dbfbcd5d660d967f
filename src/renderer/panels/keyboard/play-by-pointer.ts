import { pressKey, releaseKey } from '../../state'
import { velocityAt } from './key-layout'

/** The keys below an element, elements with `data-key`, are played by pointers: several at a time, sliding over them. */
export function playByPointer(board: HTMLElement): Disposable {
  const held = new Map<number, number>()
  const stop = new AbortController()
  const options = { signal: stop.signal }

  function slide({ pointerId, clientX, clientY }: PointerEvent): void {
    const under = document.elementFromPoint(clientX, clientY)
    const element = under?.closest<HTMLElement>('[data-key]') ?? undefined
    const key = element === undefined ? undefined : Number(element.dataset['key'])
    if (key === held.get(pointerId)) return
    letGo(pointerId)
    if (key === undefined || element === undefined) return
    const { top, height } = element.getBoundingClientRect()
    held.set(pointerId, key)
    pressKey(`pointer ${pointerId}`, key, velocityAt((clientY - top) / height))
  }
  function letGo(pointer: number): void {
    const key = held.get(pointer)
    if (key !== undefined) releaseKey(`pointer ${pointer}`, key)
    held.delete(pointer)
  }

  const press = (event: PointerEvent) => {
    if (event.button !== 0) return
    board.setPointerCapture(event.pointerId)
    slide(event)
  }
  const move = (event: PointerEvent) => {
    if (event.buttons !== 0) slide(event)
  }
  const end = (event: PointerEvent) => letGo(event.pointerId)
  board.addEventListener('pointerdown', press, options)
  board.addEventListener('pointermove', move, options)
  board.addEventListener('pointerup', end, options)
  board.addEventListener('pointercancel', end, options)
  return {
    [Symbol.dispose]() {
      for (const pointer of [...held.keys()]) letGo(pointer)
      stop.abort()
    },
  }
}
