'use client'

import { useStaffMay } from '../../api/useStaffMay.ts'
import { ImportFile } from './ImportFile.tsx'
import { PAYERS_IMPORT } from './importKinds.ts'
import { Tick } from './Tick.tsx'
import { useImport } from './useImport.ts'

/** The import of payers, and what it does beyond new records. */
export function ImportPayers({ onClose }: { onClose: () => void }) {
  const current = useImport(PAYERS_IMPORT)
  const mayInvite = useStaffMay()('login.manage')
  const { choices, phase } = current
  const isBusy = phase === 'importing'
  return (
    <ImportFile
      current={current}
      onClose={onClose}
      hint={
        <>
          only <code>email</code> is needed.
        </>
      }
    >
      <Tick
        label="Update payers that exist."
        hint="Takes names, phone and address from the file; never the email or the login access."
        isOn={choices.update}
        isDisabled={isBusy}
        onChange={(update) => current.change({ ...choices, update })}
      />
      {mayInvite ? (
        <Tick
          label="Send invites."
          hint="Switches login access on for new payers whose row says yes in loginAccess, and mails each a welcome; at most 500 an hour."
          isOn={choices.invite}
          isDisabled={isBusy}
          onChange={(invite) => current.change({ ...choices, invite })}
        />
      ) : null}
    </ImportFile>
  )
}
