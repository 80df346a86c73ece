import type { Appearance } from '@stripe/stripe-js'

/** The processor's form in the portal's colours, read from the page so that a firm's own style sheet counts too. */
export function appearanceOf(isDark: boolean, read: (name: string) => string): Appearance {
  const color = (name: string, fallback: string): string => read(name).trim() || fallback
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: {
      colorPrimary: color('--pp-accent', isDark ? '#9cc2e5' : '#1f4766'),
      colorBackground: color('--pp-surface', isDark ? '#1b212a' : '#ffffff'),
      colorText: color('--pp-ink', isDark ? '#e9ecf0' : '#1c2530'),
      colorDanger: color('--pp-bad', isDark ? '#f2a49b' : '#a3261b'),
      borderRadius: '8px',
      fontSizeBase: '16px',
    },
  }
}

/** The value of a custom property as it counts for the page now. */
export const readProperty = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)
