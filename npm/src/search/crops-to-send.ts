import type { Crop } from '../second-reading.js'

/** Under a server's address. */
export const READ_PATH = 'v1/read'
/** Several looks at each take the server a while: an answer to few comes before the request's time is over. */
const CROPS_AT_ONCE = 16

/** A crop as the server takes it: all that is sent of a drawing. */
type SentCrop = Omit<Crop, 'png'> & { png: string }

/** What servers are asked for crops, request by request. */
export function askedOf(crops: readonly Crop[]): { crops: SentCrop[] }[] {
  const asked = []
  for (let start = 0; start < crops.length; start += CROPS_AT_ONCE)
    asked.push({ crops: crops.slice(start, start + CROPS_AT_ONCE).map(sentForm) })
  return asked
}

function sentForm({ id, kind, quad, png }: Crop): SentCrop {
  let binary = ''
  for (const byte of png) binary += String.fromCharCode(byte)
  return { id, kind, quad, png: btoa(binary) }
}
