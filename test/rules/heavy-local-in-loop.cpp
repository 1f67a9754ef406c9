#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>
#include <vector>

struct item {
  int id;
  std::size_t size;
  std::string name;
};
constexpr std::size_t PAGE = 4096;
void encode(const item& i, char* data, std::size_t size);
void submit(std::vector<char> data);
void later(std::function<void()> f);
std::vector<char> load(const item& i);
void log_line(const std::string& line);

// Constructed in each turn.

void sized_vector(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<char> buffer(PAGE);  // expect: heavy-local-in-loop
    encode(i, buffer.data(), buffer.size());
  }
}

void sized_and_filled_string(const std::vector<item>& items) {
  for (std::size_t n = 0; n < items.size(); ++n) {
    std::string line(80, ' ');  // expect: heavy-local-in-loop
    encode(items[n], line.data(), line.size());
  }
}

void size_of_the_item(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<std::uint8_t> payload(i.size, 0);  // expect: heavy-local-in-loop
    encode(i, reinterpret_cast<char*>(payload.data()), payload.size());
  }
}

void scatter_list(int fd, iovec* parts, unsigned count, unsigned turns) {
  while (turns-- > 0) {
    std::vector<iovec> list(count);  // expect: heavy-local-in-loop
    for (unsigned i = 0; i < count; ++i) list[i] = parts[i];
    readv(fd, list.data(), count);
  }
}

void stream_for_each_line(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::ostringstream line;  // expect: heavy-local-in-loop
    line << i.id << ' ' << i.name;
    log_line(line.str());
  }
}

int pattern_in_a_loop(const std::vector<item>& items) {
  int count = 0;
  for (const auto& i : items) {
    std::regex number("[0-9]+");  // expect: heavy-local-in-loop
    if (std::regex_match(i.name, number)) ++count;
  }
  return count;
}

bool pattern_at_each_call(const std::string& header) {
  const std::regex range(R"(bytes (\d+)-(\d+)/(\d+))");  // expect: heavy-local-in-loop
  std::smatch match;
  return std::regex_search(header, match, range);
}

bool temporary_pattern(const std::string& name) {
  return std::regex_match(name, std::regex("[a-z]+"));  // expect: heavy-local-in-loop
}

// Near misses.

bool compiled_once(const std::string& header) {
  static const std::regex range("bytes");  // silent: compiled at the first call
  return std::regex_search(header, range);
}

bool pattern_of_the_caller(const std::string& name, const std::string& pattern) {
  std::regex compiled(pattern);  // silent: it may be another one at each call
  return std::regex_match(name, compiled);
}

void hoisted(const std::vector<item>& items) {
  std::vector<char> buffer(PAGE);  // silent: before the loop
  for (const auto& i : items) encode(i, buffer.data(), buffer.size());
}

void moved_on(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<char> buffer(PAGE);  // silent: another one owns it afterwards
    encode(i, buffer.data(), buffer.size());
    submit(std::move(buffer));
  }
}

void kept(const std::vector<item>& items, std::map<int, std::vector<char>>& by_id) {
  for (const auto& i : items) {
    std::vector<char> buffer(PAGE);  // silent: swapped into the map
    encode(i, buffer.data(), buffer.size());
    by_id[i.id].swap(buffer);
  }
}

void outlives_the_turn(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<char> buffer(PAGE);  // silent: captured by what runs later
    encode(i, buffer.data(), buffer.size());
    later([data = std::move(buffer)] { log_line(std::string(data.begin(), data.end())); });
  }
}

void contents(const std::vector<item>& items, const char* from, const char* to) {
  for (const auto& i : items) {
    std::vector<char> copy(from, to);  // silent: contents, no size
    encode(i, copy.data(), copy.size());
  }
}

void copy_of_a_result(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<char> data(load(i));  // silent: takes over what `load` made
    encode(i, data.data(), data.size());
  }
}

void empty_ones(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<int> none;  // silent: costs nothing until it is filled
    std::string text;
    if (i.id < 0) none.push_back(i.id);
    log_line(text);
  }
}

void twice(const item& i) {
  for (int round = 0; round < 2; ++round) {
    std::vector<char> buffer(PAGE);  // silent: two turns
    encode(i, buffer.data(), buffer.size());
  }
}

void first_only(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::vector<char> buffer(PAGE);  // silent: leaves in its first turn
    encode(i, buffer.data(), buffer.size());
    return;
  }
}

int on_error_only(const std::vector<item>& items) {
  for (const auto& i : items) {
    if (i.size == 0) {
      std::ostringstream text;  // silent: the loop ends here
      text << "item " << i.id << " is empty";
      log_line(text.str());
      return i.id;
    }
  }
  return 0;
}

void several_workers(const std::vector<item>& items) {
  for (const auto& i : items) {
    later([&i] {
      std::vector<char> buffer(PAGE);  // silent: each runs on its own
      encode(i, buffer.data(), buffer.size());
    });
  }
}

void names_the_threads_that_it_starts(int count) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    std::ostringstream name;  // silent: a thread costs more
    name << "worker " << i;
    log_line(name.str());
    threads.emplace_back([] {});
  }
  for (auto& each : threads) each.join();
}

void answers_what_is_typed() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);  // silent: nobody types so fast
    std::string first;
    words >> first;
    log_line(first);
  }
}
