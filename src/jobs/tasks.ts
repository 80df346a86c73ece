import type { Task } from './task.ts'

/** Every kind of job by name. */
export const tasks: Readonly<Record<string, Task>> = {}
