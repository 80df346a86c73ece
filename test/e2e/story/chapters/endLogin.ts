import { PAYER } from '../cast.ts'
import { forgetMails } from '../forgetMails.ts'
import { until, whoIs } from '../openStory.ts'
import { confirm, openTab, popUp } from '../staffActions.ts'
import { step } from '../step.ts'
import type { Told } from '../Told.ts'

/** Staff mail a reset link and delete the login. */
export function endLogin(told: Told): void {
  let link = ''
  describe('staff help and end the login', () => {
    step('blue mails a reset link', async () => {
      const { staff } = told.story
      await forgetMails(told.story.demo)
      await staff.goto(told.payerPage)
      await openTab(staff, 'Payer Information')
      await staff.getByRole('button', { name: 'Reset password' }).click()
      await confirm(staff, 'Mail a reset link')
      const mail = await until('the mail with the reset link', async () =>
        (await told.story.mailsTo(PAYER.email)).find(({ subject }) => subject.startsWith('Reset your password')),
      )
      link = /https?:\S+\/portal\/reset-password\?token=\S+/.exec(mail.text)?.[0] ?? ''
      expect(link).toContain(told.story.demo.server)
      const { payer } = told.story
      await payer.goto(link)
      await payer.getByRole('button', { name: 'Save the password' }).waitFor()
    })

    step('red deletes the login: the payer is out at once and cannot log in again', async () => {
      const { staff, payer, demo } = told.story
      await staff.getByRole('button', { name: 'Delete login' }).click()
      await confirm(staff, 'Delete login')
      await popUp(staff, 'The login was deleted').waitFor()
      await payer.goto(link)
      await payer.getByText('This link has been used or has expired').waitFor()
      expect(await payer.getByRole('textbox').count()).toBe(0)
      await payer.goto(`${demo.server}/portal`)
      await payer.getByLabel('Email').fill(PAYER.email)
      await payer.getByRole('textbox', { name: 'Password' }).fill(PAYER.password)
      await payer.getByRole('button', { name: 'Log in' }).click()
      await payer.getByText('The email or password provided is incorrect').waitFor()
      expect(await whoIs(payer)).toEqual({ staff: 'staff@demo.test', payer: null })
    })
  })
}
