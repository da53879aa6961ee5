/** What the fields are called that secrets are typed into. */
const NAMES: ReadonlySet<string> = new Set(
  `password passwort passphrase passcode kennwort contraseña senha secret login username user account admin
   administrator root guest code token pin key email name test`.split(/\s+/u),
);

/**
 * Whether a value in small letters is the name of a field, or an ordinary word of screens: `Password` beside a field
 * is not the secret `password`, and people would lose the name of the field.
 */
export function isNameOfField(value: string): boolean {
  return NAMES.has(value);
}
