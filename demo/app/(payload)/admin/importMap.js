import { RecordPanel as RecordPanel_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { LoginAccess as LoginAccess_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { LoginAccessCell as LoginAccessCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { LoginPanel as LoginPanel_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { PeoplePanel as PeoplePanel_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { InviteCell as InviteCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { NoField as NoField_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { MailProblemCell as MailProblemCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AssociationsTabServer as AssociationsTabServer_1608ef6542e15e3f2cfc1d1cc64b5d49 } from 'payload-plugin-payer-portal/rsc'
import { PaymentHistoryTab as PaymentHistoryTab_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { ActivityTab as ActivityTab_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { PayersBar as PayersBar_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { PayerListServer as PayerListServer_1608ef6542e15e3f2cfc1d1cc64b5d49 } from 'payload-plugin-payer-portal/rsc'
import { ViewAsPayer as ViewAsPayer_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { RecordMenu as RecordMenu_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AssociationRule as AssociationRule_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { RuleCell as RuleCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AbilityCell as AbilityCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { EndsOnCell as EndsOnCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { SetByCell as SetByCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AssociationsBar as AssociationsBar_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { MoneyCell as MoneyCell_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { MoneyField as MoneyField_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { WhoSees as WhoSees_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { SyncStatus as SyncStatus_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { TransactionActions as TransactionActions_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AuditDetails as AuditDetails_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AuditFilters as AuditFilters_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { RscEntryLexicalCell as RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { RscEntryLexicalField as RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { LexicalDiffComponent as LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { InlineToolbarFeatureClient as InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HorizontalRuleFeatureClient as HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UploadFeatureClient as UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BlockquoteFeatureClient as BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { RelationshipFeatureClient as RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { LinkFeatureClient as LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ChecklistFeatureClient as ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OrderedListFeatureClient as OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnorderedListFeatureClient as UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { IndentFeatureClient as IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { AlignFeatureClient as AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HeadingFeatureClient as HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ParagraphFeatureClient as ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { InlineCodeFeatureClient as InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SuperscriptFeatureClient as SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SubscriptFeatureClient as SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StrikethroughFeatureClient as StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnderlineFeatureClient as UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BoldFeatureClient as BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ItalicFeatureClient as ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { PortalNavLinks as PortalNavLinks_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { PortalDashboard as PortalDashboard_752378d071f6668bbb157a9814058140 } from 'payload-plugin-payer-portal/client'
import { AttentionView as AttentionView_1608ef6542e15e3f2cfc1d1cc64b5d49 } from 'payload-plugin-payer-portal/rsc'
import { ConnectView as ConnectView_1608ef6542e15e3f2cfc1d1cc64b5d49 } from 'payload-plugin-payer-portal/rsc'
import { PostingsView as PostingsView_1608ef6542e15e3f2cfc1d1cc64b5d49 } from 'payload-plugin-payer-portal/rsc'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "payload-plugin-payer-portal/client#RecordPanel": RecordPanel_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#LoginAccess": LoginAccess_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#LoginAccessCell": LoginAccessCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#LoginPanel": LoginPanel_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#PeoplePanel": PeoplePanel_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#InviteCell": InviteCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#NoField": NoField_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#MailProblemCell": MailProblemCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/rsc#AssociationsTabServer": AssociationsTabServer_1608ef6542e15e3f2cfc1d1cc64b5d49,
  "payload-plugin-payer-portal/client#PaymentHistoryTab": PaymentHistoryTab_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#ActivityTab": ActivityTab_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#PayersBar": PayersBar_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/rsc#PayerListServer": PayerListServer_1608ef6542e15e3f2cfc1d1cc64b5d49,
  "payload-plugin-payer-portal/client#ViewAsPayer": ViewAsPayer_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#RecordMenu": RecordMenu_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#AssociationRule": AssociationRule_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#RuleCell": RuleCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#AbilityCell": AbilityCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#EndsOnCell": EndsOnCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#SetByCell": SetByCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#AssociationsBar": AssociationsBar_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#MoneyCell": MoneyCell_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#MoneyField": MoneyField_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#WhoSees": WhoSees_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#SyncStatus": SyncStatus_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#TransactionActions": TransactionActions_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#AuditDetails": AuditDetails_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#AuditFilters": AuditFilters_752378d071f6668bbb157a9814058140,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalCell": RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalField": RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#LexicalDiffComponent": LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/client#InlineToolbarFeatureClient": InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HorizontalRuleFeatureClient": HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UploadFeatureClient": UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BlockquoteFeatureClient": BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#RelationshipFeatureClient": RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#LinkFeatureClient": LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ChecklistFeatureClient": ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#OrderedListFeatureClient": OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnorderedListFeatureClient": UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#IndentFeatureClient": IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#AlignFeatureClient": AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HeadingFeatureClient": HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ParagraphFeatureClient": ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#InlineCodeFeatureClient": InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SuperscriptFeatureClient": SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SubscriptFeatureClient": SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#StrikethroughFeatureClient": StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnderlineFeatureClient": UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BoldFeatureClient": BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ItalicFeatureClient": ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "payload-plugin-payer-portal/client#PortalNavLinks": PortalNavLinks_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/client#PortalDashboard": PortalDashboard_752378d071f6668bbb157a9814058140,
  "payload-plugin-payer-portal/rsc#AttentionView": AttentionView_1608ef6542e15e3f2cfc1d1cc64b5d49,
  "payload-plugin-payer-portal/rsc#ConnectView": ConnectView_1608ef6542e15e3f2cfc1d1cc64b5d49,
  "payload-plugin-payer-portal/rsc#PostingsView": PostingsView_1608ef6542e15e3f2cfc1d1cc64b5d49,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
