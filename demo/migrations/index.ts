import * as migration_20261123_234444_initial from './20261123_234444_initial.ts';
import * as migration_20261125_040000_login_access from './20261125_040000_login_access.ts';
import * as migration_20261125_043914_staff_roles from './20261125_043914_staff_roles.ts';
import * as migration_20261125_043915_email_changes from './20261125_043915_email_changes.ts';
import * as migration_20261125_044034_audit_names from './20261125_044034_audit_names.ts';
import * as migration_20261127_214250_posting_history from './20261127_214250_posting_history.ts';
import * as migration_20261127_215021_attention from './20261127_215021_attention.ts';
import * as migration_20261127_221732_associations_signed from './20261127_221732_associations_signed.ts';
import * as migration_20261127_223022_scope_indexes from './20261127_223022_scope_indexes.ts';
import * as migration_20261127_223046_drop_rejected_rows from './20261127_223046_drop_rejected_rows.ts';
import * as migration_20261127_223235_sync_state from './20261127_223235_sync_state.ts';
import * as migration_20261127_223828_scope_changes from './20261127_223828_scope_changes.ts';
import * as migration_20261127_231600_fresh_reads from './20261127_231600_fresh_reads.ts';
import * as migration_20261128_012558_staff_lists from './20261128_012558_staff_lists.ts';
import * as migration_20261128_053831_refund_keys from './20261128_053831_refund_keys.ts';
import * as migration_20261128_115311_due_again_indexes from './20261128_115311_due_again_indexes.ts';
import * as migration_20261128_120655_mail_turns from './20261128_120655_mail_turns.ts';

export const migrations = [
  {
    up: migration_20261123_234444_initial.up,
    down: migration_20261123_234444_initial.down,
    name: '20261123_234444_initial',
  },
  {
    up: migration_20261125_040000_login_access.up,
    down: migration_20261125_040000_login_access.down,
    name: '20261125_040000_login_access',
  },
  {
    up: migration_20261125_043914_staff_roles.up,
    down: migration_20261125_043914_staff_roles.down,
    name: '20261125_043914_staff_roles',
  },
  {
    up: migration_20261125_043915_email_changes.up,
    down: migration_20261125_043915_email_changes.down,
    name: '20261125_043915_email_changes',
  },
  {
    up: migration_20261125_044034_audit_names.up,
    down: migration_20261125_044034_audit_names.down,
    name: '20261125_044034_audit_names',
  },
  {
    up: migration_20261127_214250_posting_history.up,
    down: migration_20261127_214250_posting_history.down,
    name: '20261127_214250_posting_history',
  },
  {
    up: migration_20261127_215021_attention.up,
    down: migration_20261127_215021_attention.down,
    name: '20261127_215021_attention',
  },
  {
    up: migration_20261127_221732_associations_signed.up,
    down: migration_20261127_221732_associations_signed.down,
    name: '20261127_221732_associations_signed',
  },
  {
    up: migration_20261127_223022_scope_indexes.up,
    down: migration_20261127_223022_scope_indexes.down,
    name: '20261127_223022_scope_indexes',
  },
  {
    up: migration_20261127_223046_drop_rejected_rows.up,
    down: migration_20261127_223046_drop_rejected_rows.down,
    name: '20261127_223046_drop_rejected_rows',
  },
  {
    up: migration_20261127_223235_sync_state.up,
    down: migration_20261127_223235_sync_state.down,
    name: '20261127_223235_sync_state',
  },
  {
    up: migration_20261127_223828_scope_changes.up,
    down: migration_20261127_223828_scope_changes.down,
    name: '20261127_223828_scope_changes',
  },
  {
    up: migration_20261127_231600_fresh_reads.up,
    down: migration_20261127_231600_fresh_reads.down,
    name: '20261127_231600_fresh_reads',
  },
  {
    up: migration_20261128_012558_staff_lists.up,
    down: migration_20261128_012558_staff_lists.down,
    name: '20261128_012558_staff_lists',
  },
  {
    up: migration_20261128_053831_refund_keys.up,
    down: migration_20261128_053831_refund_keys.down,
    name: '20261128_053831_refund_keys',
  },
  {
    up: migration_20261128_115311_due_again_indexes.up,
    down: migration_20261128_115311_due_again_indexes.down,
    name: '20261128_115311_due_again_indexes',
  },
  {
    up: migration_20261128_120655_mail_turns.up,
    down: migration_20261128_120655_mail_turns.down,
    name: '20261128_120655_mail_turns'
  },
];
