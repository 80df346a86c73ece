/** Does this process serve the real portal? */
export const isProduction = (): boolean =>
  // biome-ignore lint/style/noProcessEnv: Node's own word for it, which Payload and Next go by too
  process.env.NODE_ENV === 'production'
