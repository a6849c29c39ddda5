// The browser asks this application, which knows who is signed in, and the application asks the server of drawings: its
// key stays here.
const SERVER = process.env.DRAWINGS_SERVER ?? 'http://127.0.0.1:8470'
const KEY = process.env.DRAWINGS_KEY ?? ''
/** What passes: a search, and a drawing that is kept. */
const PASSES = { POST: /^v1\/search$/, PUT: /^v1\/drawings\/[^/]+$/ }

type Context = { params: Promise<{ path: string[] }> }

export const POST = (request: Request, context: Context) => passOn('POST', request, context)
export const PUT = (request: Request, context: Context) => passOn('PUT', request, context)

async function passOn(method: keyof typeof PASSES, request: Request, { params }: Context): Promise<Response> {
  const path = (await params).path.map((part) => encodeURIComponent(decodeURIComponent(part))).join('/')
  if (!PASSES[method].test(path))
    return problem(404, 'not-found', `There is no ${path}.`, 'Check the address.')
  const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${KEY}` })
  const idempotencyKey = request.headers.get('idempotency-key')
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey)
  try {
    const body = await request.text()
    const answer = await fetch(new URL(path, SERVER), { method, headers, body, signal: request.signal })
    const type = answer.headers.get('content-type')
    return new Response(answer.body, { status: answer.status, headers: type ? { 'content-type': type } : {} })
  } catch {
    const hint = 'Start it, and name its address in DRAWINGS_SERVER.'
    return problem(503, 'network', 'The server of drawings does not answer.', hint)
  }
}

const problem = (status: number, code: string, detail: string, hint: string) =>
  Response.json({ code, detail, hint }, { status, headers: { 'content-type': 'application/problem+json' } })
