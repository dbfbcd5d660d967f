import { create } from 'zustand'

/** Whether a place to go to is being typed. */
export const useTyping = create<{ readonly typing: boolean }>(() => ({ typing: false }))

export function typePlace(typing: boolean): void {
  useTyping.setState({ typing })
}
