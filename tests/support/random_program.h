// RandomProgram: program files drawn from the tables of keys, whatever stands
// there: every section, key, word and form of value, at its bounds and between.
//
// Names are those of tests/support/test_program.h, so that the commands of a
// RandomHistory meet what the program says.

#ifndef KUMBARA_TESTS_SUPPORT_RANDOM_PROGRAM_H_
#define KUMBARA_TESTS_SUPPORT_RANDOM_PROGRAM_H_

#include <random>
#include <string>

namespace kumbara {

// The text of a program that the checker has no error in, of up to `tables`
// tables besides program and units.
std::string RandomProgramText(std::mt19937_64& random, int tables);

// The machine's file of a zone, empty if there is none.
std::string ZoneBytesOfMachine(const std::string& zone);

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_RANDOM_PROGRAM_H_
