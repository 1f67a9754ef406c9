import { describe, expect, test } from '@jest/globals';
import { declaredNames } from '../src/declared-names.ts';

const names = (text: string) => [...declaredNames(text)].sort();

describe('names that a header declares', () => {
  test('are its types, with bodies', () => {
    expect(names('class queue {\n};\nstruct item : base { int x; };\nenum class state { idle };\nunion u\n{ };')).toEqual([
      'item',
      'queue',
      'state',
      'u',
    ]);
    expect(names('class OSV_API [[nodiscard]] x;')).toEqual([]);
    expect(names('class OSV_API driver final : public base {')).toEqual(['driver']);
  });

  test('are its aliases', () => {
    expect(names('using list = std::vector<int>;\ntypedef std::map<int, long> counts;\ntypedef struct { int x; } point;')).toEqual([
      'counts',
      'list',
      'point',
    ]);
  });

  test('are its functions, not their calls', () => {
    expect(names('const std::string& name() const;\nint size ();\nstatic queue* find(int key) { return lookup(key); }')).toEqual([
      'find',
      'name',
      'size',
    ]);
    expect(names('int main() { if (ready()) go(); }')).toEqual(['main']);
  });

  test('take linear time to find in hostile text', () => {
    const started = performance.now();
    for (const text of ['typedef '.repeat(50_000), 'a '.repeat(100_000), 'class alignas('.repeat(30_000), '&*'.repeat(200_000)])
      declaredNames(text);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
