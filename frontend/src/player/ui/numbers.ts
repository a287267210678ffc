/** Return the telephone numbers in a line such as "112 or 999", in order. */
export function numbersIn(line: string): string[] {
  return line.match(/\d[\d ]*\d/g) ?? [];
}
