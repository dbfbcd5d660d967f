/** What the page of a face may load and talk to, beside its own files. */
export interface PageReach {
  /** Sources for `connect-src`: the sockets of the browser face; none in Electron, which uses ports. */
  readonly connect: readonly string[]
}

/**
 * What every answer carries, page or not. Cross-origin isolation is what gives the page shared memory for
 * its sound; the policy lets in nothing but the page's own files.
 */
export function pageHeaders({ connect }: PageReach): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      // Views of plugins, which are sandboxed: see `view-headers`.
      "frame-src 'self'",
      ["connect-src 'self'", ...connect].join(' '),
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy':
      'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(self), midi=(self), payment=(), serial=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}

/** Hashed files never change under their name; all else is asked for anew, so that an update is seen. */
export function cacheControl(hashed: boolean): string {
  return hashed ? 'private, max-age=31536000, immutable' : 'no-store'
}
