/** What the user can mend: the message is one sentence that says how. Front ends print it without a stack and exit with 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
