import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint, hash, type Identity } from '../../src/diff/fingerprint.ts';
import { findTokens, withoutLocals } from '../../src/diff/tokens.ts';

const LOOP: Identity = { rule: 'range-loop-copy', functionName: 'queue::drain', text: 'for (auto name : names) {', ordinal: 1 };

describe('fingerprint', () => {
  test('is 16 hexadecimal digits and the ordinal', () => {
    expect(fingerprint(LOOP)).toMatch(/^[0-9a-f]{16}:1$/);
    expect(fingerprint({ ...LOOP, ordinal: 2 })).toBe(fingerprint(LOOP).replace(/1$/, '2'));
  });

  test('stays when code is re-indented, wrapped or commented, and when its class or namespace is renamed', () => {
    const same = [
      { text: '\t\tfor ( auto name\n   : names )  {' },
      { text: 'for (auto name : names) { // each' },
      { text: 'for (auto /* copy */ name : names) {\r\n' },
      { functionName: 'osv::ring<std::pair<a::b, c>>::drain' },
      { functionName: 'drain' },
    ];
    for (const change of same) expect(fingerprint({ ...LOOP, ...change })).toBe(fingerprint(LOOP));
  });

  test('differs by rule, function and code', () => {
    const others = [
      { rule: 'x' },
      { functionName: 'queue::fill' },
      { functionName: null },
      { text: 'for (auto name : others) {' },
      { text: 'for (autoname : names) {' },
    ];
    expect(new Set([LOOP, ...others.map((change) => ({ ...LOOP, ...change }))].map(fingerprint)).size).toBe(6);
    expect(fingerprint({ ...LOOP, functionName: 'a::operator()' })).toBe(fingerprint({ ...LOOP, functionName: 'b::operator()' }));
    expect(fingerprint({ ...LOOP, functionName: 'a::operator<' })).not.toBe(fingerprint({ ...LOOP, functionName: 'a::operator>' }));
  });

  test('hashes as FNV-1a with 64 bits does', () => {
    expect([hash(''), hash('a'), hash('foobar')]).toEqual(['cbf29ce484222325', 'af63dc4c8601ec8c', '85944171f73967e8']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let expected = 0xcbf29ce484222325n;
        for (const byte of new TextEncoder().encode(text)) expected = BigInt.asUintN(64, (expected ^ BigInt(byte)) * 0x100000001b3n);
        expect(hash(text)).toBe(expected.toString(16).padStart(16, '0'));
      }),
    );
  });
});

describe('findTokens', () => {
  test('keeps literals whole and drops comments', () => {
    expect(findTokens(`f(R"x(a /* b */ )" )x", "// \\" no", '\\'', 1'000.5e-3, x->y::z) /* open`)).toEqual([
      'f',
      '(',
      'R"x(a /* b */ )" )x"',
      ',',
      '"// \\" no"',
      ',',
      "'\\''",
      ',',
      "1'000.5e-3",
      ',',
      'x',
      '->',
      'y',
      '::',
      'z',
      ')',
    ]);
  });

  test('loses nothing but white space where there are no comments', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '1', '.', '"', "'", '\\', ' ', '\n', '<', '=', '(', ')', 'R', 'e', '+', '{') }),
        (text) => {
          expect(
            findTokens(text)
              .join('')
              .replace(/\s|\\(?=\r?\n)/g, ''),
          ).toBe(text.replace(/\s|\\(?=\r?\n)/g, ''));
        },
      ),
    );
  });

  test('takes linear time on unclosed and repeated text', () => {
    const start = performance.now();
    for (const unit of ['/*', '"', 'R"(', "1'", '\\', '1e+', '<']) findTokens(unit.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('withoutLocals', () => {
  const shape = (text: string) => withoutLocals(findTokens(text)).join(' ');

  test('equates code that differs in the names of locals', () => {
    expect(shape('for (auto name : names)')).toBe(shape('for (auto each : all)'));
    expect(shape('copy(a, b)')).not.toBe(shape('copy(x, x)'));
  });

  test('keeps what is called, qualified, a member or a type', () => {
    expect(shape('std::string s = make(x.name);')).toBe('std :: string #1 = make ( #2 . name ) ;');
    expect(shape('lock(a)')).not.toBe(shape('unlock(a)'));
    expect(shape('widget w')).not.toBe(shape('gadget w'));
  });
});
