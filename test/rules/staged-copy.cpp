#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
typedef uint64_t u64;
typedef uint32_t u32;
u64 htobe(u64);

struct command { uint8_t code; u32 count; u64 block; u64 tag; };
struct small { uint16_t a, b; };
struct request {
  uint8_t bytes[64];
  unsigned length;
  mutex lock;
  void prepare(u64 block, u32 count) {
    command c;
    length = sizeof(c);
    memset(&c, 0, length);
    c.code = 0x88;
    c.block = htobe(block);
    c.count = count;
    memcpy(bytes, &c, length);  // expect: staged-copy
  }
  void locked(u64 block) {
    WITH_LOCK(lock) {
      command c{};
      c.code = 0x35;
      c.block = block;
      std::memcpy(bytes, &c, sizeof(c));  // expect: staged-copy
    }
  }
};

bool block_from_a_file(int fd, char* to) {
  char block[4096];
  if (pread(fd, block, sizeof(block), 0) != sizeof(block)) return false;
  ::memcpy(to, block, sizeof(block));  // expect: staged-copy
  return true;
}

ssize_t from_a_socket(int sock, std::vector<char>& to) {
  std::array<char, 1500> packet;
  ssize_t n = recv(sock, packet.data(), packet.size(), 0);
  if (n > 0) memcpy(&to[0], packet.data(), n);  // expect: staged-copy
  return n;
}

void four_bytes(char* to, u32 value) {
  u32 swapped = __builtin_bswap32(value);
  memcpy(to, &swapped, sizeof(swapped));  // silent: a scalar in the way that is safe for any alignment
}

void few_bytes(char* to) {
  small s;
  s.a = 1;
  s.b = 2;
  memcpy(to, &s, sizeof(s));  // silent: four bytes
}

bool checked_before_use(int fd, char* to) {
  command c;
  if (read(fd, &c, sizeof(c)) != sizeof(c)) return false;
  if (c.code != 0x88) return false;
  memcpy(to, &c, sizeof(c));  // silent: looked at before it may go there
  return true;
}

void to_several_places(char* a, char* b) {
  command c{};
  c.code = 1;
  c.count = 2;
  memcpy(a, &c, sizeof(c));  // silent: copied twice
  memcpy(b, &c, sizeof(c));
}

void to_each_place(std::vector<char*>& places) {
  command c{};
  c.code = 1;
  c.count = 2;
  for (char* each : places) memcpy(each, &c, sizeof(c));  // silent: made once, copied often
}

void to_a_device(volatile command* registers) {
  command c{};
  c.code = 1;
  c.count = 2;
  memcpy((void*)registers, &c, sizeof(c));  // silent: the device must not see it half made
}

void part_of_it(int fd, char* to) {
  char block[4096];
  read(fd, block, sizeof(block));
  memcpy(to, block + 512, 512);  // silent: a part only
}

void swapped(char* a, char* b) {
  char kept[64];
  memcpy(kept, a, sizeof(kept));
  memcpy(a, b, sizeof(kept));
  memcpy(b, kept, sizeof(kept));  // silent: a swap
}

void from_a_pointer(char* to, const command* c) {
  memcpy(to, c, sizeof(*c));  // silent: made elsewhere
}

void if_all_is_well(int fd, char* to, bool isWanted) {
  command c{};
  c.code = 1;
  c.count = 2;
  if (isWanted) {
    memcpy(to, &c, sizeof(c));  // silent: perhaps not copied
  }
}
