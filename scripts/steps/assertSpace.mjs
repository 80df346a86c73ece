import fs from 'node:fs'

/** Throws an Error for a person when the disk of the folder has less room than that. */
export function assertSpace(folder, { gigabytes, purpose }) {
  const { bavail, bsize } = fs.statfsSync(folder)
  const free = (bavail * bsize) / 1e9
  if (free >= gigabytes) return
  throw new Error(`${purpose} take about ${gigabytes} GB; the disk of ${folder} has ${free.toFixed(1)} GB free.`)
}
