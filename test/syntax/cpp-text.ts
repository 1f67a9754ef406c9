import fc from 'fast-check';

/** Pieces of C++ that the lexer, the macros and the conditionals have opinions about, broken ones among them. */
const PIECES = [
  'int f(int n) { return n; }',
  'class A final : public B<C> { int x = 0; };',
  'std::vector<int> v(n * m), w(k);',
  'for (auto& x : xs) { v.push_back(x); }',
  'WITH_LOCK(m) { x++; }',
  'DROP_LOCK(m) {',
  'TAILQ_FOREACH(p, &head, link) f(p);',
  'static PERCPU(int*, counter);',
  'TRACEPOINT(trace_x, "%d", int);',
  'OSV_LIBC_API\nint g();',
  '__attribute__((packed))',
  'LIST_ENTRY(node) n_link;',
  'auto p = new char *[n];',
  'x = va_arg(ap, struct q*);',
  'asm volatile("pause" ::: "memory");',
  '#if 0\n',
  '#ifdef A\n',
  '#elif B\n',
  '#else\n',
  '#endif\n',
  '#define M(x) \\\n  f(x)\n',
  '// a comment \\\n that goes on\n',
  '/* a comment',
  '*/',
  'R"x(raw " ( ) string)x"',
  'u8R"(',
  '"text \\" "',
  '"unclosed\n',
  "'\\''",
  "1'000",
  "L'ä'",
  '"a" PRIu64 "b"',
  '🙂',
  '\r\n',
  '\t',
  '{',
  '}',
  '(',
  ')',
  '<',
  '>',
  ';',
  '::',
  '->*',
  '\0',
];

/** Texts that are made of these pieces and of random characters. */
export const cppText = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) }),
    {
      maxLength: 40,
    },
  )
  .chain((pieces) => fc.constantFrom('', ' ', '\n').map((between) => pieces.join(between)));
