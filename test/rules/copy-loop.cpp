#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <string>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
namespace sched { struct thread { template <class P> static void wait_until(P) {} }; }

void file_to_socket(int file, int sock) {
  char buffer[8192];
  ssize_t n;
  while ((n = read(file, buffer, sizeof(buffer))) > 0) {  // expect: copy-loop
    send(sock, buffer, n, 0);
  }
}

bool whole_file_with_retries(const char* from, const char* to) {
  int in = open(from, O_RDONLY);
  int out = open(to, O_WRONLY | O_CREAT, 0644);
  std::vector<char> buffer(1 << 20);
  for (;;) {
    ssize_t n = read(in, buffer.data(), buffer.size());  // expect: copy-loop
    if (n <= 0) break;
    const char* p = buffer.data();
    while (n > 0) {
      ssize_t w = write(out, p, n);
      if (w < 0) return false;
      p += w;
      n -= w;
    }
  }
  return true;
}

void splice_by_hand(int in, int out, size_t size) {
  std::vector<char> buffer(65536);
  while (size > 0) {
    // as splice() and copy_file_range() would, but through a buffer
    ssize_t n = read(in, buffer.data(), buffer.size());  // expect: copy-loop
    if (n <= 0) return;
    ssize_t written = 0;
    while (written < n) {
      ssize_t w = write(out, buffer.data() + written, n - written);
      if (w <= 0) return;
      written += w;
    }
    size -= n;
  }
}

struct file;
int sys_read(file* fp, const iovec* iov, size_t niov, off_t offset, size_t* count);
int sys_write(file* fp, const iovec* iov, size_t niov, off_t offset, size_t* count);
void between_files_of_the_kernel(file* in, file* out, size_t size) {
  char* bounce = new char[65536];
  off_t at = 0;
  while (size > 0) {
    iovec from = {bounce, 65536};
    size_t got = 0, put = 0;
    if (sys_read(in, &from, 1, at, &got) != 0 || got == 0) break;  // expect: copy-loop
    iovec to = {bounce, got};
    if (sys_write(out, &to, 1, at, &put) != 0) break;
    at += put;
    size -= put;
  }
  delete[] bounce;
}

#ifdef __linux__
void where_nothing_else_is(int in, int out) {
#ifdef _WIN32
  char buffer[4096];
#else
  char buffer[8192];
#endif
  ssize_t n;
  while ((n = read(in, buffer, sizeof(buffer))) > 0) write(out, buffer, n);  // silent: for systems without the calls, too
}
#endif

void at_offsets(int in, int out, off_t size) {
  auto buffer = std::make_unique<char[]>(65536);
  for (off_t at = 0; at < size; at += 65536) {
    auto n = pread(in, buffer.get(), 65536, at);  // expect: copy-loop
    if (n <= 0) return;
    pwrite(out, buffer.get(), n, at);
  }
}

void through_stdio(FILE* in, FILE* out) {
  char block[4096];
  size_t n;
  do {
    n = fread(block, 1, sizeof block, in);  // expect: copy-loop
    fwrite(block, 1, n, out);
  } while (n > 0);
}

void through_streams(const char* from, const char* to) {
  std::ifstream in(from);
  std::ofstream out(to);
  char block[4096];
  while (in.read(block, sizeof block) || in.gcount()) {  // expect: copy-loop
    out.write(block, in.gcount());
  }
}

struct proxy {
  int _client, _server;
  uint64_t _total;
  void forward() {
    char buffer[16384];
    while (true) {
      sched::thread::wait_until([&] { return _client >= 0; });
      auto n = recv(_client, buffer, sizeof(buffer), 0);  // expect: copy-loop
      if (n <= 0) return;
      _total += n;
      send(_server, buffer, n, 0);
    }
  }
};

bool whole_file_at_once(const char* path, int sock, size_t size) {
  int file = open(path, O_RDONLY);
  std::vector<char> all(size);
  if (read(file, all.data(), all.size()) < 0) return false;  // expect: copy-loop
  return send(sock, all.data(), all.size(), 0) >= 0;
}

bool whole_file_parsed(const char* path, int sock, size_t size) {
  int file = open(path, O_RDONLY);
  std::vector<char> all(size);
  if (read(file, all.data(), all.size()) < 0) return false;  // silent: the bytes are looked at
  if (all[0] != 'x') return false;
  return send(sock, all.data(), all.size(), 0) >= 0;
}

bool kept_for_the_caller(int file, int sock, char* all, size_t size) {
  if (read(file, all, size) < 0) return false;  // silent: the caller gets the bytes, too
  return send(sock, all, size, 0) >= 0;
}

void one_message_passed_on(int client, int server) {
  char message[4096];
  auto n = recv(client, message, sizeof(message), 0);  // silent: a message, not a file
  if (n > 0) send(server, message, n, 0);
}

uint32_t crc32(uint32_t, const void*, size_t);
uint32_t checked_on_the_way(int in, int out) {
  char buffer[8192];
  uint32_t sum = 0;
  ssize_t n;
  while ((n = read(in, buffer, sizeof(buffer))) > 0) {  // silent: the bytes are hashed
    sum = crc32(sum, buffer, n);
    write(out, buffer, n);
  }
  return sum;
}

void changed_on_the_way(int in, int out) {
  char buffer[8192];
  ssize_t n;
  while ((n = read(in, buffer, sizeof(buffer))) > 0) {  // silent: the bytes are changed
    for (ssize_t i = 0; i < n; i++) buffer[i] ^= 0x5a;
    write(out, buffer, n);
  }
}

void echo(int sock) {
  char buffer[1024];
  ssize_t n;
  while ((n = recv(sock, buffer, sizeof(buffer), 0)) > 0) send(sock, buffer, n, 0);  // silent: back to where it came from
}

void to_the_terminal(int file) {
  char buffer[4096];
  ssize_t n;
  while ((n = read(file, buffer, sizeof(buffer))) > 0) write(STDOUT_FILENO, buffer, n);  // silent: standard output may be anything
}

void after_sendfile_failed(int file, int sock, size_t size) {
  if (sendfile(sock, file, nullptr, size) >= 0) return;
  char buffer[4096];
  ssize_t n;
  while ((n = read(file, buffer, sizeof(buffer))) > 0) write(sock, buffer, n);  // silent: the kernel was asked first
}

void different_buffers(int in, int out, const std::string& greeting) {
  char answer[512];
  while (read(in, answer, sizeof(answer)) > 0) write(out, greeting.data(), greeting.size());  // silent: nothing is copied
}

void tokens(int in, int out) {
  uint64_t token;
  while (read(in, &token, sizeof(token)) == sizeof(token)) write(out, &token, sizeof(token));  // silent: eight bytes in a turn
}

void kept(int in, int out, std::string& copy) {
  char buffer[4096];
  ssize_t n;
  while ((n = read(in, buffer, sizeof(buffer))) > 0) {  // silent: a second copy is kept
    copy.append(buffer, n);
    write(out, buffer, n);
  }
}

struct uart { int read(int port, void* p, int n); int write(int port, const void* p, int n); void pump(); };
void uart::pump() {
  char buffer[4096];
  int n;
  while ((n = read(0x3f8, buffer, sizeof(buffer))) > 0) write(0x2f8, buffer, n);  // silent: functions of the class
}
