#include "storage/runs/manifest.h"

#include <cerrno>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "engine/base/hash.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

std::string ManifestPathIn(const std::string& directory) {
  return directory + "/MANIFEST";
}

absl::Status WriteManifest(const std::string& directory, const Runs& runs) {
  std::string text = "kumbara runs 1\n";
  for (const std::shared_ptr<const RunFile>& run : runs) {
    absl::StrAppend(&text, absl::Dec(run->number(), absl::kZeroPad8), " ",
                    run->ids(), " ids\n");
  }
  const std::uint64_t checksum = Hash64(text.data(), text.size());
  absl::StrAppend(&text, "checksum ", absl::Hex(checksum, absl::kZeroPad16),
                  "\n");
  const std::string path = ManifestPathIn(directory);
  const std::string beside = path + ".new";
  absl::StatusOr<File> file = File::Open(beside, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  absl::Status done = file->WriteAt(0, std::as_bytes(std::span(text)));
  if (done.ok()) done = file->SyncData();
  if (!done.ok()) return done;
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    return FileError(errno, beside, "cannot rename");
  }
  return SyncDirectory(directory);
}

}  // namespace kumbara::storage
