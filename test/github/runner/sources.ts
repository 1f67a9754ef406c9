/** C++ with findings that can be counted: each function has one. */
const HEADER = '#include <atomic>\n#include <vector>\n\nstruct item { int id; };\n\n';

/** A function with one note, which has a suggestion: a vector filled without `reserve`. */
export function fill(name: string): string {
  return `std::vector<int> ${name}(const std::vector<item>& items) {
  std::vector<int> result;
  for (const auto& item : items) {
    result.push_back(item.id);
  }
  return result;
}
`;
}

/** A function with one error: a load that releases. */
export function load(name: string): string {
  return `int ${name}(std::atomic<int>& value) {
  return value.load(std::memory_order_release);
}
`;
}

/** A function with nothing to say about. */
export function plain(name: string): string {
  return `int ${name}(int a, int b) {
  return a + b;
}
`;
}

/** A file of these functions. */
export function source(...functions: readonly string[]): string {
  return `${HEADER}${functions.join('\n')}`;
}
