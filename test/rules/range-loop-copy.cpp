#include <algorithm>
#include <coroutine>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

struct region {
  std::string name;
  std::vector<char> bytes;
  std::size_t size() const { return bytes.size(); }
  void clear() { bytes.clear(); }
};
struct point {
  int x, y;
};
struct key_view {
  std::string_view text;
};
enum class state { idle, busy };
using region_list = std::vector<region>;
typedef std::unordered_map<int, std::string> names_by_id;

struct disk {
  std::string path;
};
struct pool {
  region_list regions;
  std::map<std::string, region> by_name;
  const std::vector<disk>& disks() const;
};

void look(const region& r);
void change(region& r);
void keep(std::string s);
bool parse(const std::string& text, int* value);

// Copies that nothing needs.

std::size_t strings(const std::vector<std::string>& names) {
  std::size_t sum = 0;
  for (auto name : names) {  // expect: range-loop-copy
    sum += name.size();
  }
  return sum;
}

int written_type(const std::vector<std::string>& lines) {
  int sum = 0, value = 0;
  for (std::string line : lines) {  // expect: range-loop-copy
    if (parse(line, &value)) sum += value;
  }
  return sum;
}

void const_copy(const region_list& regions) {
  for (const auto r : regions) {  // expect: range-loop-copy
    look(r);
  }
}

std::size_t member_of_a_parameter(const pool& p) {
  std::size_t sum = 0;
  for (auto r : p.regions) sum += r.size();  // expect: range-loop-copy
  return sum;
}

std::size_t returned_reference(const pool* p) {
  std::size_t longest = 0;
  for (auto d : p->disks()) longest = std::max(longest, d.path.size());  // expect: range-loop-copy
  return longest;
}

void map_of_strings(const names_by_id& names) {
  for (auto entry : names) {  // expect: range-loop-copy
    std::printf("%d %s\n", entry.first, entry.second.c_str());
  }
}

std::size_t bound_names(const std::map<std::string, region>& by_name) {
  std::size_t sum = 0;
  for (auto [name, r] : by_name) {  // expect: range-loop-copy
    sum += name.size() + r.size();
  }
  return sum;
}

std::vector<std::string> copied_twice(const std::vector<std::string>& names) {
  std::vector<std::string> kept;
  kept.reserve(names.size());
  for (auto name : names) {  // expect: range-loop-copy
    if (!name.empty()) kept.push_back(name);
  }
  return kept;
}

std::size_t shared_owners(const std::vector<std::shared_ptr<region>>& regions) {
  std::size_t sum = 0;
  for (auto r : regions) sum += r->size();  // expect: range-loop-copy
  return sum;
}

std::size_t iterators_of_the_copy_only_look(const region_list& regions) {
  std::size_t zeros = 0;
  for (auto r : regions) {  // expect: range-loop-copy
    for (auto it = r.bytes.begin(); it != r.bytes.end(); ++it) zeros += *it == 0;
  }
  return zeros;
}

template <class T>
void containers_of_anything(const std::vector<std::vector<T>>& rows, std::size_t& cells) {
  for (auto row : rows) cells += row.size();  // expect: range-loop-copy
}

template <class T>
struct sample {
  T value;
  long count;
};
template <class T>
long const_copies_of_unknown_cost(const std::vector<sample<T>>& samples) {
  long sum = 0;
  for (const auto s : samples) sum += s.count;  // expect: range-loop-copy
  return sum;
}

// Near misses.

void by_reference(const region_list& regions) {
  for (const auto& r : regions) look(r);  // silent: no copy
}
void pointers(const std::vector<region*>& regions) {
  for (auto r : regions) look(*r);  // silent: a pointer is one word
}
int small_values(const std::vector<point>& points) {
  int sum = 0;
  for (auto p : points) sum += p.x;  // silent: eight bytes
  return sum;
}
std::size_t views(const std::vector<key_view>& keys) {
  std::size_t sum = 0;
  for (auto k : keys) sum += k.text.size();  // silent: a view copies in two words
  return sum;
}
int enums(const std::vector<state>& states) {
  int busy = 0;
  for (auto s : states) busy += s == state::busy;  // silent: an integer
  return busy;
}
int map_of_integers(const std::map<int, long>& counts) {
  int sum = 0;
  for (auto [key, count] : counts) sum += key + int(count);  // silent: two integers
  return sum;
}
void changed(const region_list& regions) {
  for (auto r : regions) {  // silent: the body changes its own copy
    r.clear();
    look(r);
  }
}
void changed_by_a_callee(const region_list& regions) {
  for (auto r : regions) change(r);  // silent: the callee takes a mutable reference
}
std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (auto word : words) {  // silent: appended to before use
    word += ' ';
    all += word;
  }
  return all;
}
void sorted(const std::vector<std::vector<int>>& rows, std::vector<int>& firsts) {
  for (auto row : rows) {  // silent: sorted in place
    std::sort(row.begin(), row.end());
    firsts.push_back(row.front());
  }
}
void moved(const std::vector<std::string>& names) {
  for (auto name : names) keep(std::move(name));  // silent: the copy is given away
}
void lower_cased(const std::vector<std::string>& names, std::vector<std::size_t>& hashes) {
  for (auto name : names) {  // silent: written through an element reference
    for (auto& c : name) c |= 0x20;
    hashes.push_back(std::hash<std::string>()(name));
  }
}
void front_overwritten(const std::vector<std::string>& names) {
  for (auto name : names) {  // silent: its first character is assigned
    name.front() = '_';
    std::puts(name.c_str());
  }
}
std::size_t converted(const std::vector<const char*>& words) {
  std::size_t sum = 0;
  for (std::string word : words) sum += word.size();  // silent: a reference would bind to a temporary just as costly
  return sum;
}
std::size_t written_out() {
  std::size_t sum = 0;
  for (auto word : {std::string("a"), std::string("b")}) sum += word.size();  // silent: two elements, written here
  return sum;
}
template <class T>
void unknown_element(const std::vector<T>& items, std::size_t& sum) {
  for (auto item : items) sum += sizeof(item);  // silent: T may be an integer
}
template <class T>
long copies_of_unknown_cost(const std::vector<sample<T>>& samples) {
  long sum = 0;
  for (auto s : samples) sum += s.count;  // silent: T may be an integer
  return sum;
}
void adopted(const std::vector<std::shared_ptr<region>>& regions, std::vector<std::thread>& threads) {
  for (auto r : regions) {  // silent: handed on by move
    threads.emplace_back([r = std::move(r)] { look(*r); });
  }
}

struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
struct names {
  std::vector<std::string> all;
  task shown_one_after_another() {
    for (auto name : all) {  // silent: while it is suspended, others may change the list
      co_await std::suspend_always{};
      std::puts(name.c_str());
    }
  }
  task shown_then_waited_for() {
    for (auto name : all) std::puts(name.c_str());  // expect: range-loop-copy
    co_await std::suspend_always{};
  }
};
