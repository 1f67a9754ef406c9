#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <string>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>
#include <fcntl.h>
#include <poll.h>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else

struct packet { std::string bytes; uint32_t id; int peer; packet* next; };
struct header { uint64_t fields[16]; };

int header_then_body(int fd, const header& head, const std::string& body) {
  if (write(fd, &head, sizeof(head)) < 0) return -1;  // expect: sequential-writes
  if (write(fd, body.data(), body.size()) < 0) return -1;
  return 0;
}

bool three_pieces_in_one_condition(int sock, const char* name, size_t n, const char* value, size_t m) {
  return send(sock, name, n, 0) >= 0 &&  // expect: sequential-writes
         send(sock, ": ", 2, 0) >= 0 && send(sock, value, m, 0) >= 0;
}

struct journal {
  mutex _mutex;
  int _fd;
  uint64_t _end;
  void append(const header& head, const std::vector<char>& data) {
    pwrite(_fd, &head, sizeof(head), _end);  // expect: sequential-writes
    pwrite(_fd, data.data(), data.size(), _end + sizeof(head));
    WITH_LOCK(_mutex) {
      _end += sizeof(head) + data.size();
    }
  }
};

void each_buffer_of_a_container(int fd, const std::vector<std::string>& parts) {
  for (const auto& part : parts) {
    ::write(fd, part.data(), part.size());  // expect: sequential-writes
  }
}

void like_writev(int fd, const iovec* parts, int count) {
  // bounded as writev() bounds it
  for (int i = 0; i < count; i++) {
    const char* p = static_cast<const char*>(parts[i].iov_base);
    size_t left = parts[i].iov_len;
    while (left) {
      ssize_t n = write(fd, p, left);  // expect: sequential-writes
      if (n <= 0) return;
      p += n;
      left -= n;
    }
  }
}

void each_vector_by_index(int fd, const iovec* parts, int count) {
  for (int i = 0; i < count; ++i) {
    if (write(fd, parts[i].iov_base, parts[i].iov_len) < 0) break;  // expect: sequential-writes
  }
}

void chain_of_buffers(int fd, packet* head) {
  for (auto p = head; p; p = p->next) write(fd, p->bytes.data(), p->bytes.size());  // expect: sequential-writes
}

void partial_writes_of_each_reply(int fd, std::deque<std::string>& replies) {
  while (!replies.empty()) {
    const auto& reply = replies.front();
    size_t sent = 0;
    while (sent < reply.size()) {
      auto n = write(fd, reply.data() + sent, reply.size() - sent);  // expect: sequential-writes
      if (n < 0) return;
      sent += n;
    }
    replies.pop_front();
  }
}

static bool write_all(int fd, const void* data, size_t size) {
  auto from = static_cast<const char*>(data);
  while (size > 0) {
    auto n = write(fd, from, size);  // silent: a retry goes on in the same buffer
    if (n < 0) return false;
    from += n;
    size -= n;
  }
  return true;
}

bool through_a_function_in_sight(int fd, const header& head, const std::string& body) {
  return write_all(fd, &head, sizeof(head)) &&  // expect: sequential-writes
         write_all(fd, body.data(), body.size());
}

void to_different_descriptors(int log, int sock, const std::string& a, const std::string& b) {
  write(log, a.data(), a.size());  // silent: one write for each descriptor
  write(sock, b.data(), b.size());
}

void answer_awaited_between(int sock, char* answer, const std::string& a, const std::string& b) {
  write(sock, a.data(), a.size());  // silent: the other side answers in between
  read(sock, answer, 64);
  write(sock, b.data(), b.size());
}

void answer_awaited_perhaps(int sock, char* answer, bool isPolite, const std::string& a, const std::string& b) {
  write(sock, a.data(), a.size());  // silent: the other side may answer in between
  if (isPolite) {
    read(sock, answer, 64);
  }
  write(sock, b.data(), b.size());
}

void error_text(const char* name) {
  write(2, "cannot open ", 12);  // silent: standard error
  write(2, name, strlen(name));
}

void corked(int sock, const std::string& a, const std::string& b) {
  send(sock, a.data(), a.size(), MSG_MORE);  // silent: the kernel gathers
  send(sock, b.data(), b.size(), 0);
}

void datagrams(const std::string& a, const std::string& b) {
  int sock = socket(AF_INET, SOCK_DGRAM, 0);
  send(sock, a.data(), a.size(), 0);  // silent: each is a packet of its own
  send(sock, b.data(), b.size(), 0);
}

void one_of_two(int fd, bool compact, const std::string& a, const std::string& b) {
  if (compact) {
    write(fd, a.data(), a.size());  // silent: only one of them runs
  } else {
    write(fd, b.data(), b.size());
  }
}

void to_each_peer(const std::vector<packet>& packets, const std::string& news) {
  for (const auto& each : packets) write(each.peer, news.data(), news.size());  // silent: a descriptor for each element
}

void in_chunks(int fd, const char* data, size_t size) {
  for (size_t i = 0; i < size; i += 4096) write(fd, data + i, 4096);  // silent: one buffer in pieces
}

void distant_offsets(int fd, const header& first, const header& second, uint64_t there) {
  pwrite(fd, &first, sizeof(first), 0);  // silent: not next to each other in the file
  pwrite(fd, &second, sizeof(second), there);
}

void question_and_answer(int sock, const std::vector<std::string>& questions, char* answer) {
  for (const auto& each : questions) {
    write(sock, each.data(), each.size());  // silent: waits for the answer to each
    read(sock, answer, 64);
  }
}

void control_file() {
  int fd = open("/sys/block/vda/queue/scheduler", O_WRONLY);
  write(fd, "none", 4);  // silent: each write to a control file is a command
  write(fd, "mq-deadline", 11);
}

struct port { void write(int reg, const void* p, int n); void both(const header& a, const header& b); };
void port::both(const header& a, const header& b) {
  write(1, &a, 8);  // silent: the class's own function of that name
  write(1, &b, 8);
}

void gathered(int fd, std::vector<iovec>& parts) {
  writev(fd, parts.data(), parts.size());  // silent: already a vector
}
