#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else

std::string line_from_a_descriptor(int fd) {
  std::string line;
  char c;
  while (read(fd, &c, 1) == 1) {  // expect: bytewise-io
    if (c == '\n') break;
    line.push_back(c);
  }
  return line;
}

bool head_of_a_request(int sock, std::vector<char>& head) {
  for (;;) {
    uint8_t byte;
    if (::recv(sock, &byte, sizeof(byte), 0) != 1) return false;  // expect: bytewise-io
    head.push_back(byte);
    if (head.size() > 4 && byte == '\n') return true;
  }
}

struct console {
  mutex _mutex;
  int _fd;
  void put(const std::string& text) {
    WITH_LOCK(_mutex) {
      for (char c : text) {
        write(_fd, &c, 1);  // expect: bytewise-io
      }
    }
  }
};

size_t varint(int fd, off_t at) {
  size_t value = 0;
  unsigned char b = 0x80;
  for (int shift = 0; b & 0x80; shift += 7) {
    if (pread(fd, &b, sizeof b, at++) != 1) break;  // expect: bytewise-io
    value |= size_t(b & 0x7f) << shift;
  }
  return value;
}

static ssize_t read_fully(int fd, void* to, size_t n) { return read(fd, to, n); }
std::string through_a_function_in_sight(int fd) {
  std::string word;
  char c;
  do {
    if (read_fully(fd, &c, 1) != 1) break;  // expect: bytewise-io
    word += c;
  } while (c != ' ');
  return word;
}

void drain_of_wake_ups(int pipe) {
  char c;
  while (read(pipe, &c, 1) == 1) {  // silent: nothing looks at the byte
  }
}

void wake_all(const std::vector<int>& pipes) {
  for (int fd : pipes) write(fd, "", 1);  // silent: a wake-up for each descriptor
}

char one_byte_once(int fd) {
  char c = 0;
  read(fd, &c, 1);  // silent: no loop
  return c;
}

std::string buffered_by_the_library(FILE* file) {
  std::string line;
  char c;
  while (fread(&c, 1, 1, file) == 1 && c != '\n') line += c;  // silent: stdio reads 4 KiB at a time
  return line;
}

std::string buffered_by_the_stream(std::ifstream& in) {
  std::string line;
  char c;
  while (in.read(&c, 1) && c != '\n') line += c;  // silent: the stream has a buffer
  return line;
}

std::string keys() {
  termios raw;
  int fd = open("/dev/tty", O_RDONLY);
  tcgetattr(fd, &raw);
  std::string typed;
  char c;
  while (read(fd, &c, 1) == 1 && c != '\r') typed += c;  // silent: a terminal is typed at
  return typed;
}

int answers(int in, std::string& text) {
  char c;
  while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n') text += c;  // silent: standard input may be a terminal
  return in;
}

std::vector<char> blocks(int fd) {
  std::vector<char> all;
  char block[4096];
  for (ssize_t n; (n = read(fd, block, sizeof(block))) > 0;) all.insert(all.end(), block, block + n);  // silent: 4 KiB at a time
  return all;
}

struct uart { int read(int port, void* to, int n); std::string word(); };
std::string uart::word() {
  std::string all;
  char c;
  while (read(0, &c, 1) == 1) all += c;  // silent: the class's own function
  return all;
}
