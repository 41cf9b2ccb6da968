import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layerWords, tierName, tierRan, tierSentence } from './tier';

it('every tier has words of its own, never none', () => {
  const tiers = ['A', 'B', 'C'] as const;
  for (const words of [tierRan, tierName, tierSentence]) {
    const said = tiers.map((tier) => words(tier));
    expect(new Set(said).size).toBe(tiers.length);
    expect(said.every((text) => text.length > 5)).toBe(true);
  }
});

it('everything that the sandbox is tried with has words', () => {
  const probe = readFileSync(new URL('../../../../crates/runner/src/worker/probe.py', import.meta.url), 'utf8');
  const names = [...probe.matchAll(/^def (\w+)\(\):/gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(layerWords(name), name).not.toBe(name.replaceAll('_', ' '));
});

it('a layer that is new keeps its name', () => {
  expect(layerWords('flying_carpets')).toBe('flying carpets');
});
