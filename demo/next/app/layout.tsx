import type { Metadata } from 'next'
import 'draftlens/symbols.css'
import 'draftlens/viewer.css'
import './style.css'

export const metadata: Metadata = {
  title: 'Drawing search',
  description: 'Opens a drawing, reads it in the browser, finds drawings like it',
}

export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
