import net from 'node:net'

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}

/** A TCP port that nobody listens on at this moment. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return tryPort(0, host)
}

/** Throws an Error that names the port and the variable to change when somebody already listens there. */
export async function assertPortFree({
  port,
  variable,
  host,
}: {
  port: number
  variable: string
  host?: string
}): Promise<void> {
  for (const address of host ? [host] : ['127.0.0.1', '0.0.0.0']) {
    await tryPort(port, address).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EACCES')
        throw new Error(`Port ${port} needs more rights. Choose another: ${variable}=<port> npm start`)
      throw new Error(
        `Port ${port} is in use by another program. Stop it, or choose another: ${variable}=<port> npm start`,
      )
    })
  }
}
