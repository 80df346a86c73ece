import path from 'node:path'

const RUN = path.resolve(import.meta.dirname, '../../scripts/run.mjs')

/** Node's arguments that run a TypeScript program of this repository, named from its root, in a process of its own. */
export const programArgs = (entry: string): string[] => ['--conditions=production', RUN, entry]
