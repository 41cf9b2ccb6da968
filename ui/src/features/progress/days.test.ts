import { describe, expect, it } from 'vitest';
import type { DayView } from '~/backend/types';
import { favouriteWeekday, length, months, weekdayName, weeks } from './days';

const day = (date: string, attempts = 1, passed = 0, lessons = 0): DayView => ({ date, attempts, passed, lessons });

describe('the heat map', () => {
  it('has every day once, over the change to winter time too', () => {
    const all = weeks('2026-10-19', '2026-11-04', []);
    const dates = all.flat().map((one) => one.date);
    expect(all.map((week) => week.length)).toEqual([7, 7, 3]);
    expect(new Set(dates).size).toBe(17);
    expect(dates.at(-1)).toBe('2026-11-04');
    expect(length('2026-10-19', '2026-11-04')).toBe(17);
  });

  it('shows more for a day with more, and something for a day with anything', () => {
    const all = weeks('2026-11-02', '2026-11-05', [day('2026-11-02'), day('2026-11-04', 40, 5, 1)]);
    expect(all.flat().map((one) => one.level)).toEqual([1, 0, 4, 0]);
  });

  it('names the months where they begin', () => {
    const all = weeks('2026-09-28', '2026-11-20', []);
    expect(months(all, 'en').map((month) => month.name)).toEqual(['October', 'November']);
  });
});

describe('the favourite weekday', () => {
  it('is the one with most days', () => {
    const weekday = favouriteWeekday([day('2026-11-04'), day('2026-11-11'), day('2026-11-12')]);
    expect(weekday === null ? '' : weekdayName(weekday, 'en')).toBe('Wednesday');
  });

  it('is not named where none stands out', () => {
    expect(favouriteWeekday([])).toBeNull();
    expect(favouriteWeekday([day('2026-11-04')])).toBeNull();
    expect(favouriteWeekday([day('2026-11-03'), day('2026-11-04'), day('2026-11-10'), day('2026-11-11')])).toBeNull();
  });
});
