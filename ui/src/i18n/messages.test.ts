// A sentence nobody says is one more for every translator.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const source = new URL('../', import.meta.url);

function textOf(folder: URL): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated')
    .map((entry) => {
      if (entry.isDirectory()) return textOf(new URL(`${entry.name}/`, folder));
      return /\.(svelte|ts)$/.test(entry.name) ? readFileSync(new URL(entry.name, folder), 'utf8') : '';
    })
    .join('\n');
}

it('every message is used', () => {
  const messages = JSON.parse(readFileSync(new URL('messages/en.json', import.meta.url), 'utf8')) as object;
  const used = new Set([...textOf(source).matchAll(/\bm\.(\w+)/g)].map((match) => match[1]));
  const unused = Object.keys(messages).filter((key) => key !== '$schema' && !used.has(key));
  expect(unused).toEqual([]);
});
