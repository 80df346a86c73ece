import { roleMay } from '../logic/roleMay.ts'
import { usePortal } from './PortalContext.tsx'

/** What the person in front of the page may do here. In a view of staff nothing can be changed, but all is seen. */
export function useAbilities(): { isView: boolean; canPay: boolean; canManage: boolean; seesPeople: boolean } {
  const { me } = usePortal()
  const isView = Boolean(me.view)
  return {
    isView,
    canPay: !isView && roleMay(me.role, 'pay'),
    canManage: !isView && roleMay(me.role, 'manage'),
    seesPeople: roleMay(me.role, 'manage'),
  }
}
