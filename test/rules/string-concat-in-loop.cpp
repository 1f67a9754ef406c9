#include <string>
#include <string_view>
#include <vector>

struct report {
  std::string text;
};
class log_lines {
 public:
  void add_all(const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
      all_ = all_ + line + "\n";  // expect: string-concat-in-loop
    }
  }

 private:
  std::string all_;
};

std::string join(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) {
    line = line + word;  // expect: string-concat-in-loop
  }
  return line;
}
void hex(report& r, const std::vector<unsigned char>& bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) r.text = r.text + char('0' + bytes[i] % 10);  // expect: string-concat-in-loop
}
std::string until_done(std::string (*next)()) {
  std::string all;
  std::string part = next();
  while (!part.empty()) {
    all = all + part + ",";  // expect: string-concat-in-loop
    part = next();
  }
  return all;
}

// Near misses.

std::string appended(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += word;  // silent: in place
  return line;
}
std::string once(std::string line, const std::string& word) {
  line = line + word;  // silent: no loop
  return line;
}
int numbers(const std::vector<int>& values) {
  int sum = 0;
  for (int value : values) sum = sum + value;  // silent: a number
  return sum;
}
std::vector<std::string> anew(const std::vector<std::string>& words) {
  std::vector<std::string> lines;
  lines.reserve(words.size());
  for (const auto& word : words) {
    std::string line = "- ";
    line = line + word;  // silent: it does not outlive the turn
    lines.push_back(std::move(line));
  }
  return lines;
}
std::string prefixed(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line = word + line;  // silent: what is new goes in front
  return line;
}
std::string replaced(const std::vector<std::string>& words) {
  std::string line, last;
  for (const auto& word : words) line = last + word;  // silent: it does not grow
  return line;
}
const char* pointers(const char* text, int n) {
  for (int i = 0; i < n; ++i) text = text + 1;  // silent: a pointer
  return text;
}
