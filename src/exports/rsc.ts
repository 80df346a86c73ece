export { AssociationsTabServer } from '../admin/associations/AssociationsTabServer.tsx'
export { PayerListServer } from '../admin/payers/PayerListServer.tsx'
