// The JSON Schema of program files, for editors: made of the tables that the
// checker asks, so that it accepts every program that the checker does.
//
// What a schema cannot say it lets pass: names that stand twice or nowhere,
// dates that no calendar has, amounts that a unit has no decimals for.

#ifndef KUMBARA_TOOLS_KUMBARA_PROGRAM_SCHEMA_H_
#define KUMBARA_TOOLS_KUMBARA_PROGRAM_SCHEMA_H_

#include <string>

namespace kumbara::tools {

// Draft 2020-12, without a keyword that draft 7 did not have.
std::string ProgramSchema();

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PROGRAM_SCHEMA_H_
