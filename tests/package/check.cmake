# Installs kumbara into a new prefix, builds the embedding program against it
# and runs it. Variables: BUILD_DIR, SOURCE_DIR, WORK_DIR.
file(REMOVE_RECURSE ${WORK_DIR})
foreach(
  command
  "${CMAKE_COMMAND};--install;${BUILD_DIR};--prefix;${WORK_DIR}/prefix"
  "${CMAKE_COMMAND};-S;${SOURCE_DIR};-B;${WORK_DIR}/build;-DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix"
  "${CMAKE_COMMAND};--build;${WORK_DIR}/build"
  "${WORK_DIR}/build/embedding;${WORK_DIR}/ledger")
  execute_process(COMMAND ${command} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# kumbara itself has not registered the strategy that the ledger's program names.
execute_process(
  COMMAND ${WORK_DIR}/prefix/bin/kumbara digest ${WORK_DIR}/ledger
  RESULT_VARIABLE code
  ERROR_VARIABLE text)
if(code EQUAL 0 OR NOT text MATCHES "strategy = \"by_hour\" is not registered")
  message(FATAL_ERROR "kumbara digest ended with ${code}: ${text}")
endif()
