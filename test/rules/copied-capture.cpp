#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

struct schema {
  std::vector<std::string> columns;
  std::string name;
};
struct cell {
  int column;
  int value;
};
void post(std::function<void()> work);
void look(const std::string& line);

bool passed_to_an_algorithm(const std::vector<std::string>& lines, const std::string& word) {
  return std::any_of(lines.begin(), lines.end(), [word](const std::string& line) {  // expect: copied-capture
    return line.find(word) != std::string::npos;
  });
}
void a_reference_copied(std::vector<cell>& cells, const schema& s) {
  std::sort(cells.begin(), cells.end(), [s](const cell& a, const cell& b) {  // expect: copied-capture
    return s.columns[a.column] < s.columns[b.column];
  });
}
std::size_t kept_in_a_local(const std::vector<cell>& cells, const schema& s, const std::string& name) {
  auto is_before = [s](const cell& c, const std::string& name) {  // expect: copied-capture
    return s.columns[c.column] < name;
  };
  return std::lower_bound(cells.begin(), cells.end(), name, is_before) - cells.begin();
}
int called_at_once(const std::map<std::string, int>& ports) {
  return [ports] { return ports.empty() ? 0 : ports.begin()->second; }();  // expect: copied-capture
}
bool by_default(const std::vector<std::string>& lines, const std::string& word) {
  return std::none_of(lines.begin(), lines.end(), [=](const std::string& line) { return line == word; });  // expect: copied-capture
}

// Near misses.

bool by_reference(const std::vector<std::string>& lines, const std::string& word) {
  return std::any_of(lines.begin(), lines.end(), [&word](const std::string& line) { return line == word; });  // silent: no copy
}
void runs_later(const std::string& word) {
  post([word] { look(word); });  // silent: it may outlive the string
}
void in_a_thread(const std::string& word) {
  std::thread([word] { look(word); }).detach();  // silent: it outlives the string
}
std::function<bool(const std::string&)> returned(const std::string& word) {
  return [word](const std::string& line) { return line == word; };  // silent: it outlives the string
}
int small(const std::vector<cell>& cells, int column) {
  return std::count_if(cells.begin(), cells.end(), [column](const cell& c) { return c.column == column; });  // silent: an integer
}
int a_pointer(const std::vector<cell>& cells, const schema* s) {
  return std::count_if(cells.begin(), cells.end(), [s](const cell& c) { return s->columns[c.column].empty(); });  // silent: a pointer
}
std::size_t its_own_copy(const std::vector<std::string>& lines, std::string line) {
  std::for_each(lines.begin(), lines.end(), [line](const std::string& next) mutable {  // silent: it changes its copy
    line += next;
    look(line);
  });
  line += '!';
  return line.size();
}
int the_state_before(const std::vector<int>& values) {
  std::vector<int> seen = values;
  auto count = [seen](int value) { return std::count(seen.begin(), seen.end(), value); };  // silent: it keeps what was there
  seen.push_back(1);
  return count(1);
}
