/**
 * `node --import <this>` keeps a process alive while modules that are compiled on the fly are still
 * loading and nothing else is open. The process then ends by `process.exit` or a signal.
 */
export const KEEP_ALIVE = 'data:text/javascript,setInterval(() => {}, 2 ** 30)'
