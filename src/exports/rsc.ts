export { AssociationsTabServer } from '../admin/associations/AssociationsTabServer.tsx'
export { PayerListServer } from '../admin/payers/PayerListServer.tsx'
export { AttentionView } from '../admin/views/AttentionView.tsx'
export { ConnectView } from '../admin/views/ConnectView.tsx'
