import type { ToEngine } from '../engine/messages.js'
import type { ToWorker } from '../messages.js'
import type { Started } from '../worker-link.js'
import { receiveForDocument } from './document-role.js'
import { receiveForEngine } from './engine-role.js'

/** Runs inside every worker. One script for both roles: one file to serve, one option to say where it is. */

self.addEventListener('message', ({ data }: MessageEvent<ToWorker | ToEngine>) => {
  if (data.role === 'engine') void receiveForEngine(data)
  else void receiveForDocument(data)
})

self.postMessage({ event: 'started' } satisfies Started)
