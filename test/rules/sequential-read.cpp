#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
#define BLOCK 512

struct record { uint64_t key; uint64_t value; };
void use(const record&);
void use(const char*, size_t);
struct image { mutex _mutex; int _fd; size_t _size; void load(); void scan(const char* path); };

void whole_file_in_pages(const char* path) {
  int fd = open(path, O_RDONLY);
  char page[4096];
  ssize_t n;
  while ((n = read(fd, page, sizeof(page))) > 0) {  // expect: sequential-read
    use(page, n);
  }
  close(fd);
}

void record_by_record(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  record next;
  while (::read(fd, &next, sizeof(next)) == sizeof(next)) use(next);  // expect: sequential-read
}

void image::load() {
  char block[BLOCK];
  for (off_t at = 0; at < off_t(_size); at += BLOCK) {
    if (pread(_fd, block, BLOCK, at) != BLOCK) return;  // expect: sequential-read
    use(block, BLOCK);
  }
}

void image::scan(const char* path) {
  constexpr size_t piece = 2 * 1024;
  FILE* file = fopen(path, "rb");
  char block[piece];
  size_t n;
  while ((n = fread(block, 1, piece, file)) > 0) {  // expect: sequential-read
    WITH_LOCK(_mutex) use(block, n);
  }
  fclose(file);
}

void large_pieces(const char* path) {
  int fd = open(path, O_RDONLY);
  auto buffer = std::make_unique<char[]>(1 << 20);
  ssize_t n;
  while ((n = read(fd, buffer.get(), 1 << 20)) > 0) use(buffer.get(), n);  // silent: 1 MiB at a time
}

void from_a_socket(int sock) {
  char block[2048];
  ssize_t n;
  while ((n = read(sock, block, sizeof(block))) > 0) use(block, n);  // silent: nothing says that it is a file
}

void memory_of_the_process() {
  int fd = open("/proc/self/maps", O_RDONLY);
  char block[1024];
  ssize_t n;
  while ((n = read(fd, block, sizeof(block))) > 0) use(block, n);  // silent: made by the kernel as it is read
}

void sized_by_the_caller(const char* path, char* to, size_t size) {
  int fd = open(path, O_RDONLY);
  size_t done = 0;
  while (done < size) {
    ssize_t n = read(fd, to + done, size - done);  // silent: asks for all that is left
    if (n <= 0) return;
    done += n;
  }
}

void header_fields(const char* path) {
  int fd = open(path, O_RDONLY);
  record head;
  for (int i = 0; i < 4; ++i) {
    if (read(fd, &head, sizeof(head)) > 0) use(head);  // silent: four reads
  }
}

void at_random(int fd, const std::vector<off_t>& places) {
  char block[4096];
  for (auto place : places) {
    pread(fd, block, sizeof(block), place * 4096);  // silent: the places are not in order
    use(block, sizeof(block));
  }
}

void same_block_again(int fd) {
  char block[4096];
  while (pread(fd, block, sizeof(block), 0) > 0) use(block, sizeof(block));  // silent: the offset stays
}

void settings_file(const std::string& folder) {
  FILE* file = fopen((folder + "/settings.ini").c_str(), "r");
  char block[512];
  while (fread(block, 1, sizeof(block), file) > 0) use(block, sizeof(block));  // silent: a file of a page
}
