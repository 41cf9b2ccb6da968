import { expect, it } from 'vitest';
import { keyOf } from './keys';

const plain = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

it.each([
  ['Ctrl+Enter', { ...plain, key: 'Enter', ctrlKey: true }],
  ['Ctrl+Shift+Enter', { ...plain, key: 'Enter', ctrlKey: true, shiftKey: true }],
  ['Ctrl+K', { ...plain, key: 'k', ctrlKey: true }],
  ['Ctrl+K', { ...plain, key: 'k', metaKey: true }],
  ['?', { ...plain, key: '?', shiftKey: true }],
  ['Escape', { ...plain, key: 'Escape' }],
  ['Alt+ArrowLeft', { ...plain, key: 'ArrowLeft', altKey: true }],
])('%s', (name, event) => {
  expect(keyOf(event)).toBe(name);
});
