import { type NextRequest, NextResponse } from 'next/server'

/** Next.js reads the nonce out of the request's own policy and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID()
  const isDevelopment = process.env.NODE_ENV === 'development'
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "worker-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // The bundlers load their parts by policies of these names; while one develops they evaluate texts as well.
    ...(isDevelopment
      ? []
      : ["require-trusted-types-for 'script'", 'trusted-types draftlens nextjs nextjs#bundler']),
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: '/' }
