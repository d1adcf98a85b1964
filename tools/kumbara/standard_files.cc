#include "tools/kumbara/standard_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <initializer_list>

#include "engine/base/check.h"

namespace kumbara::tools {

void KeepStandardFiles() {
  // Ascending: a file gets the lowest number that is free.
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(number, F_GETFD) >= 0) continue;
    const int flags = number == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    KUMBARA_CHECK(open("/dev/null", flags) == number);
  }
}

}  // namespace kumbara::tools
