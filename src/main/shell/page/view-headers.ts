/**
 * What the page of a plugin’s view carries. It is sandboxed without an origin: no cookies, no storage, nothing of the
 * app’s page; it runs what it holds itself, and reaches nothing. Where it may stand is the app’s page alone.
 */
export function viewHeaders(origin: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      'sandbox allow-scripts',
      "default-src 'none'",
      "script-src 'unsafe-inline'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      'font-src data:',
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      // No markup out of texts: it could hold a frame, and in that the way to the network that `viewPage` took away.
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      `frame-ancestors ${origin}`,
    ].join('; '),
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
  }
}
