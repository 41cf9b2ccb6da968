/** Whether a program asks for input, as far as its text tells: a call of `input` or a mention of `sys.stdin` outside comments and texts. */
export function asksForInput(program: string): boolean {
  const bare = program
    .replace(/("""|''')[\s\S]*?\1/g, '""')
    .replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '""')
    .replace(/#.*$/gm, '');
  return /(?<![\w.])input\s*\(|\bsys\.stdin\b/.test(bare);
}
