import type { Explanation } from '~/backend/types';

/** One step of a failing call that was followed: what a line made of a name. */
export interface Step {
  line: number;
  name: string;
  value: string;
}

/** The steps that an explanation brings along, as rows of line, name and value; none where the call was not followed. What does not fit is left out. */
export function stepsOf(explanation: Explanation): Step[] {
  const rows: unknown = explanation.params.steps;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    if (!Array.isArray(row)) return [];
    const [line, name, value] = row as unknown[];
    return typeof line === 'number' && typeof name === 'string' && typeof value === 'string'
      ? [{ line, name, value }]
      : [];
  });
}
