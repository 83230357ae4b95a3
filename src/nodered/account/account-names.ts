const longestName = 60;

/** What people call the accounts, for lines in the log. */
export class AccountNames {
  readonly #names = new Map<string, string>();

  /** Takes note of the name of a deployed account. */
  set(accountId: string, name: string): void {
    this.#names.set(accountId, printable(name));
  }

  /** The name of an account, on one line; with its id where another one has the same name, and the id alone where it has none. */
  of(accountId: string): string {
    const name = this.#names.get(accountId) ?? '';
    if (name === '') return accountId;
    const namesakes = [...this.#names.values()].filter((other) => other === name);
    return namesakes.length === 1 ? name : `${name} (${accountId})`;
  }
}

/** A line in a log ends where we end it, whatever somebody wrote into a name. */
function printable(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= longestName ? line : `${characters.slice(0, longestName - 1).join('')}…`;
}
