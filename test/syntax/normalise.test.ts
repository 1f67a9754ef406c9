import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from '../../src/syntax/normalise.ts';
import { cppText } from './cpp-text.ts';

/** What the parser reads, without the spaces at the ends of lines. */
const read = (text: string, wanted?: Parameters<typeof normalise>[1]) => normalise(text, wanted).text.replace(/[^\S\n]+$/gm, '');
const newlinesOf = (text: string) => [...text.matchAll(/\n/g)].map((match) => match.index);

describe('the text for the parser', () => {
  test('is as long as the original and has its lines', () => {
    fc.assert(
      fc.property(cppText, (text) => {
        const normalised = normalise(text);
        for (const made of [normalised.text, normalised.code]) {
          expect(made).toHaveLength(text.length);
          expect(newlinesOf(made)).toEqual(newlinesOf(text));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('differs from the original by blanks and the two words that stand for macros only', () => {
    fc.assert(
      fc.property(cppText, (text) => {
        const made = normalise(text).text;
        const changed = [...made].flatMap((_, i) => (made[i] === text[i] ? [] : [made[i] ?? '']));
        expect(changed.join('').replace(/if|while| /g, '')).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('is plain C++ as it was', () => {
    const text = 'template <typename T>\nT max(const T& a, const T& b) noexcept { return a < b ? b : a; }\n';
    expect(normalise(text).text).toBe(text);
  });

  test.each([
    ['export macros', 'OSV_LIBC_API int open(const char* path);', '             int open(const char* path);'],
    ['attributes', 'int x __attribute__((aligned(64)));', 'int x                             ;'],
    ['tracepoints', 'TRACEPOINT(trace_x, "%d", int);', '                              ;'],
    ['static tracepoints', 'static TRACEPOINT(trace_x, "%d");', '                                ;'],
    ['per-CPU data', 'static PERCPU(map<a, b>, counter);', '                                 ;'],
    ['arguments of a field macro', 'struct n { LIST_ENTRY(node) link; };', 'struct n { LIST_ENTRY       link; };'],
    ['a type as an argument', 'x = va_arg(ap, struct q*);', 'x = va_arg(ap           );'],
    ['the star of an array of pointers', 'p = new char *[n];', 'p = new char  [n];'],
    ['alignment behind a declarator', 'int x CACHELINE_ALIGNED;', 'int x                  ;'],
    ['inline assembly', 'asm volatile("pause");', '                     ;'],
    ['a macro between literals', 'f("a" PRIu64 "b");', 'f("a"        "b");'],
  ])('%s are blank', (_, text, made) => {
    expect(normalise(text).text).toBe(made);
  });

  test.each([
    'return MAX_SIZE;',
    'int n = COUNT * 2;',
    'case STATE_RUNNING: break;',
    'f(A_CONSTANT, B_CONSTANT);',
    'enum { FIRST_STATE, LAST_STATE };',
    'ASSERT_EQ(a, b);',
    'if (x == FLAG_ON) { }',
    'LOG_TYPE log;',
  ])('%s keeps its names in capitals', (text) => {
    expect(normalise(text).text).toBe(text);
  });

  test('has the lock macros as conditions and says where they are', () => {
    const { text, lockMacros } = normalise('WITH_LOCK(m) { DROP_LOCK(m) { f(); } }');
    expect(text).toBe('if       (m) { if       (m) { f(); } }');
    expect([...lockMacros]).toEqual([
      [0, 'WITH_LOCK'],
      [15, 'DROP_LOCK'],
    ]);
  });

  test('has no dot before a braced designator', () => {
    expect(normalise('f(S{.a{1}, .b = 2, .c {x}}, y.z);').text).toBe('f(S{ a{1}, .b = 2,  c {x}}, y.z);');
  });

  test('has the loops of the queue macros as loops', () => {
    expect(normalise('TAILQ_FOREACH(p, &head, link) f(p);').text).toBe('while        (p, &head, link) f(p);');
  });
});

describe('conditionals', () => {
  const split = '#ifdef A\nif (a) {\n#else\nif (b) {\n#endif\n  f();\n}\n';

  test('leave one whole construct', () => {
    expect(read(split)).toBe('\nif (a) {\n\n\n\n  f();\n}\n');
  });

  test('show the branch that is wanted', () => {
    const at = split.indexOf('(b)');
    expect(read(split, [{ start: at, end: at + 3 }])).toBe('\n\n\nif (b) {\n\n  f();\n}\n');
  });

  test('hide what is plainly false, and nothing of what is not closed', () => {
    expect(read('#if 0\nx\n#else\ny\n#endif\n')).toBe('\n\n\ny\n\n');
    expect(read('#ifndef __cplusplus\nx\n#endif\ny\n')).toBe('\n\n\ny\n');
    expect(read('#if A\nx\n')).toBe('\nx\n');
  });

  test('nest', () => {
    expect(read('#if A\na\n#if B\nb\n#else\nc\n#endif\n#else\nd\n#endif\n')).toBe('\na\n\nb\n\n\n\n\n\n\n');
  });
});

describe('comments, literals and directives', () => {
  test.each([
    ['a comment that looks like code', '// int x = "a";\ny', '               \ny'],
    ['a comment that is spliced', '// a \\\nb\ny', '      \n \ny'],
    ['a literal that looks like a comment', 'f("// x");', 'f("    ");'],
    ['a raw string', 'R"x(a)" b)x" y', 'R"         " y'],
    ['a literal that is not closed', 'f("ab\ny', 'f("  \ny'],
    ['a directive with a continuation', '#define M \\\n x\ny', '           \n  \ny'],
  ])('%s is blank in the code', (_, text, code) => {
    expect(normalise(text).code).toBe(code);
  });

  test('a digit separator opens no literal', () => {
    expect(normalise("int n = 1'000'000; char c = 'x';").code).toBe("int n = 1'000'000; char c = 'x';");
  });
});

test.each(['(', '"', "'", '/*', 'WITH_LOCK(', 'ABCDEFGH ', '#if\n', 'R"(', 'new a * ', 'static PERCPU('])(
  'two hundred thousand times %j are read within five seconds',
  (piece) => {
    const text = piece.repeat(200_000);
    const started = performance.now();
    expect(normalise(text).text).toHaveLength(text.length);
    expect(performance.now() - started).toBeLessThan(5000);
  },
);
