/** The part of WebGPU that is needed here, where TypeScript does not know it. */
interface Gpu {
  requestAdapter(options: { powerPreference: string }): Promise<{ info: AdapterInfo } | null>
}

type AdapterInfo = Record<'vendor' | 'architecture' | 'device' | 'description', string>

let name: Promise<string | undefined> | undefined

/** What the browser tells of the GPU, which it tells no WebAssembly; nothing where there is none. */
export function adapterName(): Promise<string | undefined> {
  name ??= askName().catch(() => undefined)
  return name
}

async function askName(): Promise<string | undefined> {
  const { gpu } = navigator as { gpu?: Gpu }
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return undefined
  const { vendor, architecture, device, description } = adapter.info
  return [vendor, architecture, device, description].filter(Boolean).join(' ') || undefined
}
