// StateFolder: a folder that holds one state of a disk after the other. Most of
// a disk is the same in both, and only what differs is written.

#ifndef KUMBARA_TESTS_FAULTS_STATE_FOLDER_H_
#define KUMBARA_TESTS_FAULTS_STATE_FOLDER_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "tests/faults/simulated_disk.h"

namespace kumbara {

// The hashes of the files of a state, and zero for each folder.
using DiskHashes = std::map<std::string, Digest>;

inline DiskHashes HashesOf(const DiskState& state) {
  DiskHashes hashes;
  for (const auto& [path, entry] : state) {
    hashes[path] = entry.is_directory
                       ? Digest{}
                       : Hash128(entry.content.data(), entry.content.size());
  }
  return hashes;
}

// That of the whole state.
inline Digest HashOf(const DiskHashes& hashes) {
  std::string text;
  for (const auto& [path, hash] : hashes) {
    text.append(path).append(1, '\0');
    text.append(reinterpret_cast<const char*>(&hash), sizeof(hash));
  }
  return Hash128(text.data(), text.size());
}

class StateFolder {
 public:
  explicit StateFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  void Become(const DiskState& state, DiskHashes hashes) {
    namespace fs = std::filesystem;
    if (is_changed_) {
      fs::remove_all(path_);
      fs::create_directory(path_);
      there_.clear();
      is_changed_ = false;
    }
    for (const auto& [place, hash] : there_) {
      if (!state.contains(place)) fs::remove_all(path_ + place);
    }
    for (const auto& [place, entry] : state) {
      const auto known = there_.find(place);
      if (known != there_.end() && known->second == hashes.at(place)) continue;
      Write(path_ + place, entry);
    }
    there_ = std::move(hashes);
  }

  // Somebody has written there: the next state is written whole.
  void NoteChange() { is_changed_ = true; }

 private:
  static void Write(const std::string& path, const DiskEntry& entry) {
    if (entry.is_directory) {
      std::filesystem::create_directory(path);
      return;
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(entry.content.data(),
              static_cast<std::streamsize>(entry.content.size()));
    KUMBARA_CHECK(out.good());
  }

  const std::string path_;
  DiskHashes there_;
  bool is_changed_ = true;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_FAULTS_STATE_FOLDER_H_
