import type { UIFieldServerProps } from 'payload'
import { portalOptions } from '../../options/portalOptions.ts'
import { AssociationsTab } from './AssociationsTab.tsx'

/** The associations tab, told by the server whether there are several billing sources. */
export function AssociationsTabServer({ payload }: UIFieldServerProps) {
  return <AssociationsTab severalSources={portalOptions(payload).sources.length > 1} />
}
