import type { Device } from 'draftlens'

/** Nets that somebody chose in place of this version's: the files of a folder with their manifests. */
export interface ChosenNets {
  /** The folder's. */
  name: string
  files: readonly File[]
}

/** What pages are read with, to be compared with another. */
export interface Setup {
  device: Device
  /** This version's, where none were chosen. */
  nets?: ChosenNets
}

const DEVICE_NAMES: Record<Device, string> = { auto: 'Faster one', cpu: 'CPU', webgpu: 'GPU' }

export function setupInWords({ device, nets }: Setup): string {
  return nets ? `${DEVICE_NAMES[device]}, ${nets.name}` : DEVICE_NAMES[device]
}

export function isSameSetup(one: Setup, other: Setup): boolean {
  return one.device === other.device && one.nets === other.nets
}
