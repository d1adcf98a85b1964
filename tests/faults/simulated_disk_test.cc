#include "tests/faults/simulated_disk.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::SizeIs;

std::string BytesOf(const LoggedEvent& logged) {
  FaultEvent event = logged.event;
  event.path_bytes = static_cast<std::uint16_t>(logged.path.size());
  event.other_bytes = static_cast<std::uint16_t>(logged.other.size());
  event.data_bytes = logged.data.size();
  return std::string(reinterpret_cast<const char*>(&event), sizeof(event)) +
         logged.path + logged.other + logged.data;
}

LoggedEvent WriteOf(const std::string& path, const std::string& data) {
  LoggedEvent logged;
  logged.event.kind = FaultEventKind::kWrite;
  logged.event.size = data.size();
  logged.path = path;
  logged.data = data;
  return logged;
}

// A thread that ends the process may do so while another writes an event down.
TEST(FaultLogTest, WhatTheEndOfTheProcessCutIsNoEvent) {
  const storage::TempDirectory directory;
  const std::string path = directory.path() + "/log";
  const std::string event = BytesOf(WriteOf("/root/file", "some bytes"));
  for (std::size_t size = 0; size < event.size(); ++size) {
    storage::WriteBytes(path, event + event + event.substr(0, size));
    const std::vector<LoggedEvent> events = ReadFaultLog(path);
    ASSERT_THAT(events, SizeIs(2)) << size;
    EXPECT_THAT(events, Each(Field(&LoggedEvent::data, "some bytes"))) << size;
  }
}

}  // namespace
}  // namespace kumbara
