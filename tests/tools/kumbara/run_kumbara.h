// Subcommands run inside of the test, and a ledger to run them on.

#ifndef KUMBARA_TESTS_TOOLS_KUMBARA_RUN_KUMBARA_H_
#define KUMBARA_TESTS_TOOLS_KUMBARA_RUN_KUMBARA_H_

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"

namespace kumbara::tools {

struct Ran {
  int code = kExitOk;
  std::string out;
  std::string err;
};

inline Ran RunKumbara(std::vector<std::string> words) {
  CLI::App app;
  Ran ran;
  AddInit(app, &ran.code);
  AddSubmit(app, &ran.code);
  AddBalances(app, &ran.code);
  AddSnapshot(app, &ran.code);
  AddVerify(app, &ran.code);
  AddAudit(app, &ran.code);
  std::reverse(words.begin(), words.end());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  app.parse(std::move(words));
  ran.out = ::testing::internal::GetCapturedStdout();
  ran.err = ::testing::internal::GetCapturedStderr();
  return ran;
}

// Whoever comes is a member; its ids follow from their names.
inline void InitShop(const std::string& path) {
  std::ofstream(path + ".toml")
      << "program = { name = \"shop\", currency = \"GBP\", enrol = "
         "\"first_sight\" }\nunit.points = { decimals = 0 }\n";
  RunKumbara({"init", path, "--program", path + ".toml", "--pseudonym",
              "stable", "--max-ahead", "off"});
}

}  // namespace kumbara::tools

#endif  // KUMBARA_TESTS_TOOLS_KUMBARA_RUN_KUMBARA_H_
