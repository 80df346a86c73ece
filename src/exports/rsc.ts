export { AssociationsTabServer } from '../admin/associations/AssociationsTabServer.tsx'
