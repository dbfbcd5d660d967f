import { chromium, type Browser } from 'playwright'

/** Sound without a user gesture, and nothing that talks to the network by itself. */
export const chromiumArgs: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** WIREHARP_CHROMIUM when set, else the system's. */
export function chromiumPath(): string {
  return process.env['WIREHARP_CHROMIUM'] ?? '/usr/bin/chromium'
}

/** Starts headless Chromium. Close it after use. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs })
}
