import { useEffect } from 'react'

/** The app behind a dialog takes no keys and no clicks, so that the focus stays inside. */
export function useInertApp(): void {
  useEffect(() => {
    const app = document.getElementById('root')
    app?.toggleAttribute('inert', true)
    return () => void app?.toggleAttribute('inert', false)
  }, [])
}
