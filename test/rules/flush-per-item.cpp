#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

// OSv's virtio queue, as far as the cases need it.
struct vring {
  bool kick();
  void* get_buf_elem(unsigned* len);
  void get_buf_finalize(bool update_host = true);
  bool add_buf(void* request);
  bool used_ring_not_empty();
  void wait_for_queue();
};
void yield_cpu();
void complete(void* request);
int append(int fd, const std::string& record);

// --- reported

void sync_for_each_record(int fd, const std::vector<std::string>& records) {
  for (const std::string& record : records) {
    append(fd, record);
    fdatasync(fd);  // expect: flush-per-item
  }
}

void endl_for_each_line(const std::string& path, const std::vector<std::string>& lines) {
  std::ofstream out(path);
  for (const std::string& line : lines) {
    out << line << std::endl;  // expect: flush-per-item
  }
}

void one_finding_for_two_lines(const std::vector<int>& numbers) {
  std::ofstream out("numbers");
  for (int number : numbers) {
    out << "number" << std::endl;  // expect: flush-per-item
    out << number << std::endl;
  }
}

void member_flush(std::ofstream& log, const std::vector<int>& numbers) {
  for (int number : numbers) {
    log << number << '\n';
    log.flush();  // expect: flush-per-item
  }
}

void doorbell_for_each_request(vring* queue, const std::vector<void*>& requests) {
  for (void* request : requests) {
    queue->add_buf(request);
    queue->kick();  // expect: flush-per-item
  }
}

void doorbell_in_a_poll_loop(vring* queue, void* request) {
  do {
    queue->kick();  // expect: flush-per-item
    while (!queue->used_ring_not_empty()) {
      yield_cpu();
    }
  } while (!queue->add_buf(request));
}

// --- silent

void once_after_the_loop(int fd, const std::vector<std::string>& records) {
  for (const std::string& record : records) append(fd, record);
  fsync(fd);  // silent: once
}

void own_file_for_each(const std::vector<int>& fds) {
  for (int fd : fds) {
    fsync(fd);  // silent: another file in each turn
  }
}

void every_64th(int fd, const std::vector<std::string>& records) {
  unsigned n = 0;
  for (const std::string& record : records) {
    append(fd, record);
    if (++n % 64 == 0) {
      fsync(fd);  // silent: a batch
    }
  }
}

void event_loop(vring* queue) {
  unsigned len;
  for (;;) {
    queue->wait_for_queue();
    while (void* request = queue->get_buf_elem(&len)) {
      complete(request);
      queue->get_buf_finalize();  // silent: tells how far the ring is read, a store to memory
    }
    queue->kick();  // silent: once for what has come
  }
}

void in_memory(const std::vector<int>& numbers) {
  std::ostringstream text;
  for (int number : numbers) {
    text << number << std::endl;  // silent: a string stream has nowhere to flush to
  }
}

void to_the_error_stream(const std::vector<int>& numbers) {
  for (int number : numbers) {
    std::cerr << number << std::endl;  // silent: unbuffered anyway
  }
}

void to_the_console(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    std::cout << line << std::endl;  // silent: people read along
  }
}

void to_what_the_caller_chose(std::ostream& out, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    out << line << std::endl;  // silent: the console, a string or a file
  }
}

void progress_of_a_tool(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    printf("%s\r", line.c_str());
    fflush(stdout);  // silent: shown as it comes
  }
}

int sync_until_it_works(int fd) {
  int result;
  do {
    result = fsync(fd);  // silent: repeated until it succeeds
  } while (result != 0);
  return result;
}

struct water_closet {
  void flush();
};
void no_stream(water_closet& wc, const std::vector<int>& numbers) {
  for (int number : numbers) {
    if (number) wc.flush();  // silent: no stream
  }
}

void three_times(vring* queue, void* const (&requests)[3]) {
  for (int i = 0; i < 3; i++) {
    queue->add_buf(requests[i]);
    queue->kick();  // silent: too few for a batch
  }
}
