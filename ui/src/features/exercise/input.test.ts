import { expect, it } from 'vitest';
import { asksForInput } from './input';

it.each([
  ['name = input("Name? ")', true],
  ['for line in sys.stdin:', true],
  ['print(int(input()))', true],
  ['print("input()")', false],
  ['# input() comes later', false],
  ['"""\ninput()\n"""', false],
  ['user_input(3)', false],
  ['form.input(3)', false],
])('%s', (program, asks) => {
  expect(asksForInput(program)).toBe(asks);
});
