/** Seconds on each exercise since the window was opened, so that leaving and coming back does not begin anew. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- the seconds that are shown stand in the stopwatch
const spent = new Map<string, number>();

/** Counts the seconds while somebody looks at an exercise. */
export class Stopwatch {
  seconds = $state(0);

  constructor(private readonly exercise: string) {
    this.seconds = spent.get(exercise) ?? 0;
  }

  /** Counts until the function that is given back is called: return it from an effect. */
  start(): () => void {
    const timer = setInterval(() => {
      if (document.hidden) return;
      this.seconds += 1;
      spent.set(this.exercise, this.seconds);
    }, 1000);
    return () => clearInterval(timer);
  }
}
