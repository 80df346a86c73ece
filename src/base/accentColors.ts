type Rgb = readonly [number, number, number]

const LIGHT_GROUND: Rgb = [255, 255, 255]
const DARK_GROUND: Rgb = [27, 33, 42]
/** WCAG 2.2 asks 4.5 of text; a little more leaves room for tinted grounds. */
const WANTED = 5.2

const toRgb = (hex: string): Rgb | null => {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  return match
    ? [Number.parseInt(match[1] ?? '', 16), Number.parseInt(match[2] ?? '', 16), Number.parseInt(match[3] ?? '', 16)]
    : null
}

const toHex = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast ratio of WCAG between two colours `#rrggbb`. */
export function contrast(first: string, second: string): number {
  return ratio(toRgb(first) ?? LIGHT_GROUND, toRgb(second) ?? LIGHT_GROUND)
}

function ratio(first: Rgb, second: Rgb): number {
  const [high, low] = [luminance(first), luminance(second)].sort((left, right) => right - left) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Moves `color` towards `end` in small steps until it stands out from `ground`. */
function readableOn(color: Rgb, ground: Rgb, end: number): Rgb {
  let current = color
  for (let step = 0; step < 40 && ratio(current, ground) < WANTED; step += 1) {
    current = current.map((part) => part + (end - part) * 0.08) as unknown as Rgb
  }
  return ratio(current, ground) < WANTED ? [end, end, end] : current
}

const onColor = (rgb: Rgb): string => (ratio(rgb, [255, 255, 255]) >= ratio(rgb, [16, 24, 32]) ? '#ffffff' : '#101820')

/**
 * A firm's colour made readable: darkened for the light theme and lightened for the dark one until
 * text in it passes WCAG AA. Null when `hex` is not `#rrggbb`, so that the built-in colours stay.
 */
export function accentColors(hex: string | null | undefined): Record<`--pp-${string}`, string> | null {
  const color = hex ? toRgb(hex) : null
  if (!color) return null
  const light = readableOn(color, LIGHT_GROUND, 0)
  const dark = readableOn(color, DARK_GROUND, 255)
  return {
    '--pp-accent-light': toHex(light),
    '--pp-on-accent-light': onColor(light),
    '--pp-accent-dark': toHex(dark),
    '--pp-on-accent-dark': onColor(dark),
  }
}

/** The portal's own colour (`--pp-accent` of its style sheet), for a firm that has set none. */
const OWN_ACCENT = '#1f4766'

/** The firm's colour for mails and documents, `#rrggbb`: dark enough to be read on white, and to carry white text. */
export const accentOnPaper = (hex: string | null | undefined): string =>
  accentColors(hex)?.['--pp-accent-light'] ?? OWN_ACCENT
