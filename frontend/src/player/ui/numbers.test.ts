import { expect, test } from "vitest";
import { numbersIn } from "./numbers";

test.each([
  ["999", ["999"]],
  ["112 or 999", ["112", "999"]],
  ["your doctor or healthdirect on 1800 022 222", ["1800 022 222"]],
  ["111 (in Northern Ireland: your GP or the GP out-of-hours service)", ["111"]],
  ["your doctor or the out-of-hours doctor where you live", []],
])("in %j one can call %j", (line, numbers) => expect(numbersIn(line)).toEqual(numbers));
