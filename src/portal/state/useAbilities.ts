import { roleMay } from '../logic/roleMay.ts'
import { usePortal } from './PortalContext.tsx'

/** What the person in front of the page may do here. In a view of staff nothing can be changed, but all is seen. */
export function useAbilities() {
  const { me } = usePortal()
  const isView = Boolean(me.view)
  return {
    isView,
    canPay: !isView && roleMay(me.role, 'pay'),
    canManage: !isView && roleMay(me.role, 'manage'),
    seesMethods: roleMay(me.role, 'pay'),
    seesPeople: roleMay(me.role, 'manage'),
  }
}
