#include <cctype>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <unordered_map>
#include <unistd.h>
#include <vector>

struct page {
  char* start;
};
struct columns {
  std::size_t strlen(const char* s) const;
};
char* next(char* s);
void shorten(char* s);
void use(int c);
void map_pages(page& p, long size);

// The same in each turn.

int spaces(const char* s) {
  int count = 0;
  for (std::size_t i = 0; i < strlen(s); ++i) {  // expect: recomputed-in-loop
    if (s[i] == ' ') ++count;
  }
  return count;
}

void each_character(const std::string& s) {
  std::size_t i = 0;
  while (i < std::strlen(s.c_str())) {  // expect: recomputed-in-loop
    use(std::toupper(s[i]));
    ++i;
  }
}

void page_size_of_the_system(std::vector<page>& pages) {
  for (auto& p : pages) {
    map_pages(p, sysconf(_SC_PAGESIZE));  // expect: recomputed-in-loop
  }
}

void switched_by_the_environment(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (getenv("TRACE_NAMES")) use(name[0]);  // expect: recomputed-in-loop
  }
}

int spread(const std::vector<int>& loads) {
  int sum = 0;
  for (int load : loads) sum += load / static_cast<int>(std::thread::hardware_concurrency());  // expect: recomputed-in-loop
  return sum;
}

void counted_under_one_name(const std::vector<int>& sizes, std::map<std::string, long>& totals, const std::string& name) {
  for (int size : sizes) {
    totals[name] += size;  // expect: recomputed-in-loop
  }
}

int scaled(const std::vector<int>& values, const std::unordered_map<std::string, int>& config) {
  int sum = 0;
  for (int value : values) sum += value * config.at("scale");  // expect: recomputed-in-loop
  return sum;
}

// Near misses.

void key_of_each(const std::vector<std::string>& names, std::map<std::string, long>& totals) {
  for (const auto& name : names) totals[name] += 1;  // silent: another key each turn
}

bool until_it_is_there(std::map<int, int>& answers, int id) {
  while (answers.find(id) == answers.end()) {  // silent: the loop fills the map
    answers.emplace(id, static_cast<int>(answers.size()));
  }
  return true;
}

void map_of_each(std::vector<std::map<int, int>>& maps) {
  for (auto& m : maps) m[0] += 1;  // silent: another map each turn
}

void measured_once(const char* s) {
  const std::size_t length = strlen(s);  // silent: before the loop
  for (std::size_t i = 0; i < length; ++i) use(s[i]);
}

void initial_value_only(const char* s) {
  for (std::size_t i = 0, n = strlen(s); i < n; ++i) use(s[i]);  // silent: the initialiser runs once
}

void written_through(char* s) {
  for (std::size_t i = 0; i < strlen(s); ++i) {  // silent: the loop may end the string elsewhere
    if (s[i] == ';') s[i] = '\0';
  }
}

void shortened_by_a_call(char* s) {
  while (strlen(s) > 80) shorten(s);  // silent: the call changes it
}

void next_one(char* s) {
  while (strlen(s) > 0) s = next(s);  // silent: another string each turn
}

void another_name(const std::vector<const char*>& names) {
  for (const char* name : names) {
    if (getenv(name)) use(name[0]);  // silent: another question each turn
  }
}

void a_literal(int n) {
  for (std::size_t i = 0; i < strlen("abc"); ++i) use(n);  // silent: the compiler knows it
}

void width_in_columns(const char* s, const columns& c) {
  for (std::size_t i = 0; i < c.strlen(s); ++i) use(i);  // silent: not the one of the C library
}

void two_turns(page& p) {
  for (int i = 0; i < 2; ++i) map_pages(p, sysconf(_SC_PAGESIZE));  // silent: two turns
}

using lists_by_name = std::map<std::string, std::vector<int>>;

void filled_where_missing(std::map<std::string, int>& known, lists_by_name& lists, const std::string& name, const std::vector<int>& sizes) {
  if (known.find(name) == known.end()) {
    for (int size : sizes) lists[name].push_back(size);  // silent: once for a name
  }
}

void filled_where_known(std::map<std::string, int>& known, lists_by_name& lists, const std::string& name, const std::vector<int>& sizes) {
  if (known.count(name) != 0) {
    for (int size : sizes) lists[name].push_back(size);  // expect: recomputed-in-loop
  }
}

std::map<int, std::vector<int>> by_rack(const std::vector<int>& racks, const std::vector<int>& nodes) {
  std::map<int, std::vector<int>> alive;
  for (int rack : racks) {
    for (int node : nodes) {
      if (node % 2) alive[rack].push_back(node);  // silent: before the loop it would add racks without nodes
    }
  }
  return alive;
}

std::map<int, int> last_of_each(const std::vector<int>& racks, const std::vector<int>& nodes) {
  std::map<int, int> last;
  for (int rack : racks) {
    for (int node : nodes) last[rack] = node;  // silent: stored, not looked up
  }
  return last;
}

void starts_one_for_each_processor() {
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {  // silent: a thread costs more, and they are few
    workers.emplace_back([] { use(1); });
  }
  for (auto& worker : workers) worker.join();
}

int sums_twice_in_a_turn(std::map<int, int>& totals, int id, const std::vector<int>& sizes) {
  int sum = 0;
  for (int size : sizes) {
    sum += totals[id];  // expect: recomputed-in-loop
    sum += size * totals[id];  // silent: said of the first one
  }
  return sum;
}
