#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <forward_list>
#include <iterator>
#include <map>
#include <optional>
#include <sys/uio.h>
#include <string>
#include <thread>
#include <vector>

struct item {
  int id;
  bool valid;
  std::string name;
};
struct summary {
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> positions;
};
struct source {
  std::optional<item> next();
};
std::forward_list<int> pending();
bool fill(std::vector<int>& v);
void consume(const std::vector<int>& v);
void run();

// Loops of known length.

std::vector<int> from_a_container(const std::vector<item>& items) {
  std::vector<int> ids;
  for (const auto& i : items) {
    ids.push_back(i.id);  // expect: reserve-before-fill
  }
  return ids;
}

std::vector<std::string> from_a_map(const std::map<std::string, int>& counts) {
  std::vector<std::string> names{};
  for (auto it = counts.begin(); it != counts.end(); ++it) {
    if (it->first.empty()) {
      std::puts("an entry without a name");
    }
    names.emplace_back(it->first);  // expect: reserve-before-fill
  }
  return names;
}

std::vector<iovec> from_an_array(const iovec* parts, unsigned count) {
  std::vector<iovec> result;
  for (unsigned i = 0; i < count; i++) result.push_back(parts[i]);  // expect: reserve-before-fill
  return result;
}

std::vector<int> up_to_a_size(const std::vector<item>& items) {
  std::vector<int> ids;
  for (std::size_t i = 0; i < items.size(); ++i) {
    ids.push_back(items[i].id);  // expect: reserve-before-fill
  }
  return ids;
}

std::vector<int> fails_on_a_bad_item(const std::vector<item>& items) {
  std::vector<int> ids;
  for (const auto& i : items) {
    if (!i.valid) return {};
    ids.push_back(i.id);  // expect: reserve-before-fill
  }
  return ids;
}

std::vector<item> up_to_a_batch(source& s) {
  constexpr std::size_t batch = 256;
  std::vector<item> result;
  while (auto next = s.next()) {
    result.push_back(*next);  // expect: reserve-before-fill
    if (result.size() >= batch) {
      break;
    }
  }
  return result;
}

void until_it_has_its_size(summary& s, const std::uint32_t* from, std::size_t count) {
  s.positions = std::vector<std::uint32_t>();
  while (s.positions.size() != count) {
    s.positions.push_back(*from++);  // expect: reserve-before-fill
  }
}

void beside_the_range(summary& s) {
  std::uint32_t offset = 0;
  for (auto& e : s.entries) {
    s.positions.push_back(offset);  // expect: reserve-before-fill
    offset += e;
  }
}

class index_of_names {
 public:
  explicit index_of_names(const std::vector<item>& items) {
    for (const auto& i : items) {
      _names.push_back(i.name);  // expect: reserve-before-fill
    }
  }
  void rebuild(const std::vector<item>& items) {
    _names.clear();
    for (const auto& i : items) {
      _names.push_back(i.name);  // expect: reserve-before-fill
    }
  }
  void add(const std::vector<item>& items) {
    for (const auto& i : items) {
      _names.push_back(i.name);  // silent: reserving exactly on each call would make the growth quadratic
    }
  }

 private:
  std::vector<std::string> _names;
};

// Near misses.

std::vector<int> reserved(const std::vector<item>& items) {
  std::vector<int> ids;
  ids.reserve(items.size());
  for (const auto& i : items) ids.push_back(i.id);  // silent: there is room
  return ids;
}

std::vector<int> some_of_them(const std::vector<item>& items) {
  std::vector<int> ids;
  for (const auto& i : items) {
    if (i.valid) ids.push_back(i.id);  // silent: how many is not known
  }
  return ids;
}

std::vector<int> skips(const std::vector<item>& items) {
  std::vector<int> ids;
  for (const auto& i : items) {
    if (!i.valid) continue;
    ids.push_back(i.id);  // silent: how many is not known
  }
  return ids;
}

std::vector<int> stops_early(const std::vector<item>& items) {
  std::vector<int> ids;
  for (const auto& i : items) {
    if (i.id == 0) break;
    ids.push_back(i.id);  // silent: how many is not known
  }
  return ids;
}

std::vector<int> nested(const std::vector<std::vector<item>>& groups) {
  std::vector<int> ids;
  for (const auto& group : groups) {
    for (const auto& i : group) ids.push_back(i.id);  // silent: reserving in each outer turn would make the growth quadratic
  }
  return ids;
}

std::vector<int> a_few() {
  std::vector<int> ports;
  for (int i = 0; i < 8; ++i) ports.push_back(8000 + i);  // silent: a handful
  return ports;
}

std::vector<int> without_a_size() {
  std::vector<int> result;
  for (int i : pending()) result.push_back(i);  // silent: a forward list does not know its length
  return result;
}

std::deque<int> not_a_vector(const std::vector<item>& items) {
  std::deque<int> ids;
  for (const auto& i : items) ids.push_back(i.id);  // silent: a deque cannot reserve and does not move its elements
  return ids;
}

void workers(unsigned cpus) {
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < cpus; ++i) threads.emplace_back(run);  // silent: starting a thread costs far more
  for (auto& t : threads) t.join();
}

void perhaps_sized_elsewhere(const std::vector<item>& items) {
  std::vector<int> ids;
  if (!fill(ids)) return;
  for (const auto& i : items) ids.push_back(i.id);  // silent: what `fill` did is not in sight
  consume(ids);
}

template <typename F>
void for_each_row(F f) { f({}); }

std::vector<int> in_a_callback() {
  std::vector<int> all;
  for_each_row([&](const std::vector<int>& row) {
    for (int i : row) all.push_back(i);  // silent: one row of many
  });
  return all;
}

std::vector<int> digits(int n) {
  std::vector<int> result;
  for (; n > 0; n /= 10) result.push_back(n % 10);  // silent: no bound that is written down
  return result;
}

std::vector<int> with_more_of_each(const std::vector<std::vector<int>>& rows) {
  std::vector<int> all;
  for (const auto& row : rows) {
    all.push_back(0);  // silent: the turns are not its size
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

std::vector<int> with_copies_of_each(const std::vector<std::vector<int>>& rows) {
  std::vector<int> all;
  for (const auto& row : rows) {
    all.push_back(0);  // silent: the same by an iterator
    std::copy(row.begin(), row.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<int> next_to_another(const std::vector<std::vector<int>>& rows, std::vector<int>& flat) {
  std::vector<int> sizes;
  for (const auto& row : rows) {
    sizes.push_back(static_cast<int>(row.size()));  // expect: reserve-before-fill
    flat.insert(flat.end(), row.begin(), row.end());
  }
  return sizes;
}

struct JNIEnv;
int element_of(JNIEnv* env, void* list, int i);
std::vector<int> from_java(JNIEnv* env, void* list, int size) {
  std::vector<int> values;
  for (int i = 0; i < size; ++i) values.push_back(element_of(env, list, i));  // silent: to fetch each one costs far more
  return values;
}
