import { connection } from 'next/server'
import { DrawingSearch } from './drawing-search'

export default async function Page() {
  // The policy's nonce is new with each answer, so the page is no file.
  await connection()
  return <DrawingSearch />
}
