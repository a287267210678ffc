/**
 * What the oldest browsers have beyond ES2022, whose library `tsconfig.json` names: later words are errors everywhere, in
 * components too. Of ES2023 these are in Safari 15.4, Chrome 109 and Firefox 115; `toSorted` and the like are not.
 */

interface Array<T> {
  findLast<S extends T>(isWanted: (value: T, index: number, array: T[]) => value is S): S | undefined;
  findLast(isWanted: (value: T, index: number, array: T[]) => unknown): T | undefined;
  findLastIndex(isWanted: (value: T, index: number, array: T[]) => unknown): number;
}

interface ReadonlyArray<T> {
  findLast<S extends T>(isWanted: (value: T, index: number, array: readonly T[]) => value is S): S | undefined;
  findLast(isWanted: (value: T, index: number, array: readonly T[]) => unknown): T | undefined;
  findLastIndex(isWanted: (value: T, index: number, array: readonly T[]) => unknown): number;
}
