#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <unistd.h>

struct hook {
  hook* next;
};
struct request {
  int id;
  char payload[65536];
  hook queued;
  bool start();
};
struct device {
  request* current;
};
int parse(const char* text);
bool valid(int id);
bool submit(device* d, request* r);
void append(hook* to, hook* what);
int next_id();

// Ways out that release nothing.

int on_a_failed_read(int fd) {
  char* buffer = new char[65536];
  if (read(fd, buffer, 65536) < 0) {
    return -1;  // expect: leak-on-early-exit
  }
  int value = buffer[0];
  delete[] buffer;
  return value;
}

int on_an_error_thrown(std::size_t size, int id) {
  auto text = static_cast<char*>(malloc(size));
  if (!text) return -1;
  snprintf(text, size, "%d", id);
  if (!valid(text[0])) throw std::runtime_error("no such id");  // expect: leak-on-early-exit
  free(text);
  return 0;
}

int on_the_second_of_two_checks(int id) {
  auto r = new request;
  r->id = id;
  if (!valid(id)) {
    delete r;
    return -1;
  }
  if (!r->start()) {
    return -2;  // expect: leak-on-early-exit
  }
  delete r;
  return 0;
}

int on_to_the_next_turn(int turns) {
  int sum = 0;
  while (turns-- > 0) {
    char* line = strdup("0 1");
    int id = next_id();
    if (id < 0) continue;  // expect: leak-on-early-exit
    sum += id + line[0];
    free(line);
  }
  return sum;
}

// Near misses.

int released_first(int fd) {
  char* buffer = new char[65536];
  if (read(fd, buffer, 65536) < 0) {
    delete[] buffer;
    return -1;  // silent: released on the line above
  }
  int value = buffer[0];
  delete[] buffer;
  return value;
}

char* handed_to_the_caller(int fd) {
  char* buffer = new char[65536];
  if (read(fd, buffer, 65536) > 0) return buffer;  // silent: the caller's now
  delete[] buffer;
  return nullptr;
}

int nothing_was_allocated(std::size_t size) {
  char* buffer = (char*)malloc(size);
  if (buffer == nullptr) return -1;  // silent: there is nothing to release
  int value = buffer[0];
  free(buffer);
  return value;
}

int owned_by_the_device(device* d, int id) {
  auto r = new request;
  if (submit(d, r)) return id;  // silent: who owns it after the call is not in sight
  delete r;
  return -1;
}

int stored(device* d, int id) {
  auto r = new request;
  d->current = r;
  if (valid(id)) return id;  // silent: the device has it
  d->current = nullptr;
  delete r;
  return -1;
}

int queued(hook* queue, int id) {
  auto r = new request;
  append(queue, &r->queued);
  if (valid(id)) return id;  // silent: the queue has it
  delete r;
  return -1;
}

int owned(int fd) {
  auto buffer = std::make_unique<char[]>(65536);
  if (read(fd, buffer.get(), 65536) < 0) return -1;  // silent: the owner releases it
  return buffer[0];
}

int released_by_a_handler(int id) {
  auto r = new request;
  try {
    r->id = id;
    if (!valid(id)) throw std::runtime_error("no such id");  // silent: caught below
  } catch (const std::runtime_error&) {
    r->id = 0;
  }
  int result = r->id;
  delete r;
  return result;
}

int another_block(int id) {
  auto r = new request;
  for (int i = 0; i < id; ++i) {
    if (!valid(i)) break;  // silent: leaves the inner loop only
  }
  delete r;
  return 0;
}

int main(int argc, char** argv) {
  char* copy = strdup(argv[0]);
  if (argc < 2) return 1;  // silent: the process ends here
  int value = copy[0];
  free(copy);
  return value;
}
