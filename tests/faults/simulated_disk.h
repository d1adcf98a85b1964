// SimulatedDisk: what a disk may hold after a power loss, from the log of what
// was written and synced.
//
// A write is safe once its file was synced behind it, or at once where the file
// was opened so. Of the others any may have reached the disk, whole or torn at
// 512 bytes. An entry of a directory is safe once the directory was synced; of
// the entries changed since, those up to some point have reached the disk.

#ifndef KUMBARA_TESTS_FAULTS_SIMULATED_DISK_H_
#define KUMBARA_TESTS_FAULTS_SIMULATED_DISK_H_

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "tests/faults/fault_log.h"

namespace kumbara {

struct LoggedEvent {
  FaultEvent event;
  std::string path;
  std::string other;
  std::string data;
};

// A process may end while it writes an event down, by a failure that another of
// its threads has met: what is cut at the end of the log is no event. Nothing
// was told behind it, so it is as if the process had ended before.
inline std::vector<LoggedEvent> ReadFaultLog(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  KUMBARA_CHECK(file.good());
  std::vector<LoggedEvent> events;
  LoggedEvent next;
  while (file.read(reinterpret_cast<char*>(&next.event), sizeof(next.event))) {
    next.path.resize(next.event.path_bytes);
    next.other.resize(next.event.other_bytes);
    next.data.resize(next.event.data_bytes);
    for (std::string* part : {&next.path, &next.other, &next.data}) {
      file.read(part->data(), static_cast<std::streamsize>(part->size()));
    }
    if (!file) break;
    events.push_back(next);
  }
  KUMBARA_CHECK(file.eof());
  return events;
}

struct DiskEntry {
  bool is_directory = false;
  std::string content;
};
// By their paths from a root, which begin with "/"; folders before what they
// hold.
using DiskState = std::map<std::string, DiskEntry>;

class SimulatedDisk {
 public:
  void Apply(const LoggedEvent& logged) {
    switch (logged.event.kind) {
      case FaultEventKind::kCreate:
      case FaultEventKind::kMkdir:
        if (live_.contains(logged.path)) return;
        files_.emplace_back().is_directory =
            logged.event.kind == FaultEventKind::kMkdir;
        return Name(logged.path, files_.size() - 1);
      case FaultEventKind::kWrite:
        return Write(logged);
      case FaultEventKind::kTruncate:
        FileAt(logged.path)
            .unsafe.push_back({logged.event.size, {}, /*is_truncation=*/true});
        return;
      case FaultEventKind::kSync:
        return Sync(logged.path);
      case FaultEventKind::kRename:
        Name(logged.other, live_.at(logged.path));
        return Name(logged.path, kGone);
      case FaultEventKind::kUnlink:
        return Name(logged.path, kGone);
      case FaultEventKind::kMark:
        return;
    }
  }

  // One of the possible disks, as of below `root`.
  DiskState Draw(const std::string& root, std::mt19937_64& random) const {
    const Taste taste = static_cast<Taste>(random() % kTastes);
    DiskState state;
    for (const auto& [path, number] : EntriesAfter(taste, random)) {
      const File& file = files_[number];
      const std::string place = path.substr(root.size());
      const std::string folder = ParentOf(place);
      if (folder != "/" && !state.contains(folder)) continue;
      DiskEntry& entry = state[place];
      entry.is_directory = file.is_directory;
      if (!file.is_directory) entry.content = ContentOf(file, taste, random);
    }
    return state;
  }

 private:
  struct UnsafeWrite {
    std::uint64_t offset = 0;  // Of a truncation the new size.
    std::string bytes;
    bool is_truncation = false;
  };
  struct File {
    bool is_directory = false;
    std::string safe;
    std::vector<UnsafeWrite> unsafe;
  };
  // Files by their paths.
  using Entries = std::map<std::string, std::size_t>;
  static constexpr std::size_t kGone = SIZE_MAX;
  // From now on a path names a file, or none.
  struct EntryChange {
    std::string path;
    std::size_t file = kGone;
  };
  // What has reached the disk of what was not safe.
  enum Taste : int { kNothing, kEverything, kPrefix, kSubset, kTorn, kTastes };

  static std::string ParentOf(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
  }

  // What was there before the log begins counts as made without a sync.
  File& FileAt(const std::string& path) {
    if (!live_.contains(path)) {
      files_.emplace_back();
      Name(path, files_.size() - 1);
    }
    return files_[live_.at(path)];
  }

  void Name(const std::string& path, std::size_t file) {
    const EntryChange change{path, file};
    Change(change, &live_);
    unsafe_entries_[ParentOf(path)].push_back(change);
  }

  void Write(const LoggedEvent& logged) {
    File& file = FileAt(logged.path);
    const UnsafeWrite write{logged.event.offset, logged.data};
    if (logged.event.is_synced) {
      Put(write, &file.safe);
    } else {
      file.unsafe.push_back(write);
    }
  }

  void Sync(const std::string& path) {
    if (const auto found = live_.find(path); found != live_.end()) {
      File& file = files_[found->second];
      for (const UnsafeWrite& write : file.unsafe) Put(write, &file.safe);
      file.unsafe.clear();
    }
    for (const EntryChange& change : unsafe_entries_[path]) {
      Change(change, &safe_entries_);
    }
    unsafe_entries_[path].clear();
  }

  static void Put(const UnsafeWrite& write, std::string* content) {
    if (write.is_truncation) {
      content->resize(write.offset);
      return;
    }
    const std::uint64_t end = write.offset + write.bytes.size();
    if (content->size() < end) content->resize(end);
    content->replace(write.offset, write.bytes.size(), write.bytes);
  }

  static void Change(const EntryChange& change, Entries* entries) {
    if (change.file == kGone) {
      entries->erase(change.path);
    } else {
      (*entries)[change.path] = change.file;
    }
  }

  Entries EntriesAfter(Taste taste, std::mt19937_64& random) const {
    Entries entries = safe_entries_;
    for (const auto& [directory, changes] : unsafe_entries_) {
      std::size_t kept = 0;
      if (taste == kEverything) kept = changes.size();
      if (taste > kEverything) kept = random() % (changes.size() + 1);
      for (std::size_t i = 0; i < kept; ++i) Change(changes[i], &entries);
    }
    return entries;
  }

  static std::string ContentOf(const File& file, Taste taste,
                               std::mt19937_64& random) {
    constexpr std::size_t kSector = 512;
    std::string content = file.safe;
    if (taste == kNothing) return content;
    const std::size_t prefix = random() % (file.unsafe.size() + 1);
    for (std::size_t i = 0; i < file.unsafe.size(); ++i) {
      const UnsafeWrite& write = file.unsafe[i];
      if (taste == kPrefix && i >= prefix) break;
      if (taste == kSubset && random() % 2 == 0) continue;
      if (taste != kTorn || write.is_truncation) {
        Put(write, &content);
        continue;
      }
      // Some of its sectors.
      for (std::size_t at = 0; at < write.bytes.size();) {
        const std::size_t sector = kSector - (write.offset + at) % kSector;
        const std::size_t size = std::min(sector, write.bytes.size() - at);
        if (random() % 2 == 0) {
          Put({write.offset + at, write.bytes.substr(at, size)}, &content);
        }
        at += size;
      }
    }
    return content;
  }

  std::vector<File> files_;
  Entries live_;  // As the program sees them.
  Entries safe_entries_;
  std::map<std::string, std::vector<EntryChange>>
      unsafe_entries_;  // By folder.
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_FAULTS_SIMULATED_DISK_H_
