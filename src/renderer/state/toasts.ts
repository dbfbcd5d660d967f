import { create } from 'zustand'
import type { Failure } from '#shared/kit'
import { newId } from '../kit'
import { recoveryOf } from './recovery'

export interface Toast {
  readonly id: string
  readonly tone: 'info' | 'done' | 'failure'
  readonly text: string
  readonly action?: { readonly label: string; run(): void }
}

/** Messages of the last minutes stay readable in the status bar after their toast is gone. */
interface ToastState {
  readonly shown: readonly Toast[]
  readonly past: readonly Toast[]
}

export const useToasts = create<ToastState>(() => ({ shown: [], past: [] }))

const LASTS = { info: 4000, done: 5000, failure: 9000 } as const

export function toast(message: Omit<Toast, 'id'>): void {
  const { shown, past } = useToasts.getState()
  const twice = shown.find(other => other.text === message.text)
  if (twice !== undefined) return
  const next = { ...message, id: newId() }
  useToasts.setState({ shown: [...shown.slice(-3), next], past: [next, ...past].slice(0, 50) })
  setTimeout(() => dismiss(next.id), LASTS[next.tone])
}

export function toastFailure(failure: Failure): void {
  const action = recoveryOf(failure.code)
  toast({ tone: 'failure', text: failure.message, ...(action !== undefined && { action }) })
}

export function dismiss(id: string): void {
  useToasts.setState(({ shown }) => ({ shown: shown.filter(toast => toast.id !== id) }))
}
