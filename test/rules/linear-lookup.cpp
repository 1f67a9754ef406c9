#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
namespace boost::intrusive {
template <class... T> struct compare {};
template <class T, class... O> struct set {
  struct iterator { T& operator*() const; T* operator->() const; iterator& operator++(); bool operator!=(const iterator&) const; };
  iterator begin(); iterator end();
};
}
namespace bi = boost::intrusive;

struct extent {
  uintptr_t _from, _to;
  uintptr_t from() const { return _from; }
  uintptr_t to() const { return _to; }
  int owner;
  void cut(uintptr_t at) {
    if (at <= _from || at >= _to) {
      return;
    }
    _to = at;
  }
  int sync(uintptr_t, uintptr_t);
};
struct by_start {};
typedef bi::set<extent, bi::compare<by_start>> extent_set_base;
struct extent_set : extent_set_base {};
extent_set extents;
mutex extents_mutex;
bool overlaps(uintptr_t from, uintptr_t to, extent& e) { return e.from() < to && from < e.to(); }
bool inside(uintptr_t from, uintptr_t to, extent& e) { return e.from() >= from && e.to() <= to; }

bool algorithm_on_a_set(const std::set<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();  // expect: linear-lookup
}

auto bound_by_iterators_that_cannot_jump(std::set<int>& ids, int id) {
  return std::lower_bound(ids.begin(), ids.end(), id);  // expect: linear-lookup
}

bool predicate_for_a_key(const std::unordered_map<int, std::string>& names, int id) {
  return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == id; }) != names.end();  // expect: linear-lookup
}

long counted(const std::unordered_set<uint64_t>& seen, uint64_t id) {
  return std::count(seen.cbegin(), seen.cend(), id);  // expect: linear-lookup
}

const std::string* loop_for_a_key(const std::map<int, std::string>& names, int id) {
  for (const auto& [key, name] : names) {  // expect: linear-lookup
    if (key == id) {
      return &name;
    }
  }
  return nullptr;
}

int iterators_for_a_key(std::map<std::string, int>& values, const std::string& name) {
  int value = 0;
  for (auto it = values.begin(); it != values.end(); ++it) {  // expect: linear-lookup
    if (it->first == name && it->second > 0) value = it->second;
  }
  return value;
}

int sum_of_a_range(const std::map<int, int>& values, int from, int to) {
  int sum = 0;
  for (const auto& each : values)  // expect: linear-lookup
    if (each.first >= from && each.first < to) sum += each.second;
  return sum;
}

int overlapping_under_the_lock(uintptr_t from, uintptr_t to) {
  int error = 0;
  WITH_LOCK(extents_mutex) {
    auto first = extents.begin();
    auto last = extents.end();
    for (auto i = first; i != last; ++i) {  // expect: linear-lookup
      if (overlaps(from, to, *i)) {
        error = i->sync(from, to);
        if (error) break;
      }
    }
  }
  return error;
}

void cut_at_the_bounds(uintptr_t from, uintptr_t to) {
  for (auto i = extents.begin(); i != extents.end(); ++i) {  // expect: linear-lookup
    i->cut(to);
    i->cut(from);
    if (inside(from, to, *i)) {
      i->sync(from, to);
    }
  }
}

int others_skipped(const std::map<int, int>& values, int id) {
  int sum = 0;
  for (const auto& [key, value] : values) {  // expect: linear-lookup
    if (key != id) continue;
    sum += value;
  }
  return sum;
}

int one_skipped(const std::map<int, int>& values, int id) {
  int sum = 0;
  for (const auto& [key, value] : values) {
    if (key == id) continue;  // silent: nearly all are wanted
    sum += value;
  }
  return sum;
}

bool in_a_vector(const std::vector<int>& ids, int id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();  // silent: a vector has no other way
}

bool by_value_of_a_map(const std::map<int, std::string>& names, const std::string& name) {
  return std::any_of(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });  // silent: not by key
}

struct no_case { bool operator()(const std::string&, const std::string&) const; };
bool other_equality(const std::set<std::string, no_case>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();  // silent: the set's order is not `==`
}

int all_but_one(const std::map<int, int>& values, int id) {
  int sum = 0;
  for (const auto& [key, value] : values) {
    if (key != id) sum += value;  // silent: nearly all are wanted
  }
  return sum;
}

int every_element(const std::map<int, int>& values, int id) {
  int sum = 0;
  for (const auto& [key, value] : values) {
    sum += value;
    if (key == id) sum += 1;  // silent: each element is used
  }
  return sum;
}

int key_of_each(const std::map<int, int>& values) {
  int fixed = 0;
  for (const auto& [key, value] : values) {
    if (key == value) ++fixed;  // silent: compared with a part of the element
  }
  return fixed;
}

int by_another_member(int owner) {
  int found = 0;
  for (auto i = extents.begin(); i != extents.end(); ++i) {
    if (i->owner == owner) ++found;  // silent: the set is ordered by something else
  }
  return found;
}

int not_the_range_in_hash_order(const std::unordered_map<int, int>& values, int from) {
  int sum = 0;
  for (const auto& [key, value] : values) {
    if (key >= from) sum += value;  // silent: a hash table finds no ranges
  }
  return sum;
}

bool by_length(const std::set<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& each) { return each.size() > 8; });  // silent: no key
}

bool part_of_the_set(const std::set<int>& ids, std::set<int>::iterator from, int id) {
  return std::find(from, ids.end(), id) != ids.end();  // silent: from the middle on
}

bool two_ways(const std::map<int, int>& values, int id) {
  for (const auto& [key, value] : values) {
    if (key == id) {
      return true;
    } else if (value < 0) {  // silent: the others are looked at, too
      return false;
    }
  }
  return false;
}
