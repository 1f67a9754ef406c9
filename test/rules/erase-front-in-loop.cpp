#include <deque>
#include <list>
#include <map>
#include <string>
#include <vector>

struct job {
  int id;
  std::vector<int> steps;
};
struct queue {
  std::vector<job> jobs;
  void drain();
};
void run(const job& j);
void put(const std::string& s);
bool more();
std::vector<job> next_batch();

// The rest moved in each turn.

void first_out(std::vector<job>& jobs) {
  while (!jobs.empty()) {
    run(jobs.front());
    jobs.erase(jobs.begin());  // expect: erase-front-in-loop
  }
}

void queue::drain() {
  while (jobs.size() > 16) {
    jobs.erase(jobs.cbegin());  // expect: erase-front-in-loop
  }
}

std::vector<int> digits(unsigned n) {
  std::vector<int> result;
  do {
    result.insert(result.begin(), n % 10);  // expect: erase-front-in-loop
    n /= 10;
  } while (n > 0);
  return result;
}

void lines(std::string text) {
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
    put(std::string(text, 0, end));
    text.erase(0, end + 1);  // expect: erase-front-in-loop
  }
}

void words(std::string text) {
  while (!text.empty()) {
    auto end = text.find(' ');
    if (end == std::string::npos) break;
    text = text.substr(end + 1);  // expect: erase-front-in-loop
  }
}

// Near misses.

void from_a_deque(std::deque<job>& jobs) {
  while (!jobs.empty()) {
    run(jobs.front());
    jobs.erase(jobs.begin());  // silent: a deque gives up its front in constant time
  }
}

void from_a_list(std::list<job>& jobs) {
  while (!jobs.empty()) jobs.erase(jobs.begin());  // silent: so does a list
}

void from_a_map(std::map<int, job>& jobs) {
  while (!jobs.empty()) jobs.erase(jobs.begin());  // silent: and a map
}

void from_the_back(std::vector<job>& jobs) {
  while (!jobs.empty()) {
    run(jobs.back());
    jobs.pop_back();  // silent: nothing moves
  }
}

bool once_and_out(std::vector<job>& jobs) {
  for (const auto& j : jobs) {
    if (j.id == 0) {
      jobs.erase(jobs.begin());  // silent: the loop ends here
      return true;
    }
  }
  return false;
}

void another_vector_each_turn(std::vector<job>& jobs) {
  for (auto& j : jobs) {
    j.steps.erase(j.steps.begin());  // silent: one element of each
  }
}

void of_its_own(int n) {
  while (more()) {
    std::vector<job> batch = next_batch();
    batch.erase(batch.begin());  // silent: a vector of its own in each turn
    for (const auto& j : batch) run(j);
  }
}

void head_before_the_loop(std::vector<job>& jobs) {
  jobs.erase(jobs.begin());  // silent: once
  for (const auto& j : jobs) run(j);
}

std::size_t submit(const job* jobs, std::size_t count);

void in_batches(std::vector<job>& jobs) {
  while (!jobs.empty()) {
    auto done = submit(jobs.data(), jobs.size());
    jobs.erase(jobs.begin(), jobs.begin() + done);  // silent: many at once
  }
}

void other_string(const std::string& text) {
  std::string rest;
  while (more()) {
    rest = text.substr(1);  // silent: the text stays
    put(rest);
  }
}
