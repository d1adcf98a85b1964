# One folder is one layer is one target. kumbara_layer(engine/base ...) makes
# the library kumbara_engine_base; what a layer may include is what it links.

add_library(kumbara_options INTERFACE)
target_compile_options(
  kumbara_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_SYSTEM_PROCESSOR STREQUAL
                                            "x86_64")
  # Some tens of words are cleared and copied by stores. GCC takes the
  # processor's string instructions, which take some thirty cycles to begin;
  # docs/benchmarks.md has what that cost.
  set(strategy unrolled_loop:256:noalign,libcall:-1:noalign)
  target_compile_options(kumbara_options INTERFACE -mmemset-strategy=${strategy}
                                                   -mmemcpy-strategy=${strategy})
endif()
if(KUMBARA_SANITIZE)
  target_compile_options(
    kumbara_options INTERFACE -fsanitize=${KUMBARA_SANITIZE}
                              -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(kumbara_options INTERFACE
                      -fsanitize=${KUMBARA_SANITIZE})
  if(KUMBARA_FUZZ)
    # Fuzzers are told what the layers cover.
    target_compile_options(kumbara_options INTERFACE -fsanitize=fuzzer-no-link)
  endif()
  if(KUMBARA_SANITIZE MATCHES "thread")
    # The queue orders its accesses by fences, which TSan does not model.
    target_compile_definitions(kumbara_options INTERFACE KUMBARA_MUTEX_QUEUE)
  endif()
endif()

function(kumbara_layer path)
  cmake_parse_arguments(LAYER "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  string(REPLACE "/" "_" name "kumbara_${path}")
  list(TRANSFORM LAYER_SOURCES PREPEND "${path}/")
  list(TRANSFORM LAYER_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/")
  list(TRANSFORM LAYER_DEPENDS REPLACE "/" "_")
  list(TRANSFORM LAYER_DEPENDS PREPEND "kumbara_")
  if(LAYER_SOURCES)
    add_library(${name} STATIC ${LAYER_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(
    ${name} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                     $<INSTALL_INTERFACE:include/kumbara>)
  target_include_directories(
    ${name} SYSTEM
    ${scope} $<BUILD_INTERFACE:${XXHASH_INCLUDE_DIR}>
             $<BUILD_INTERFACE:${CONCURRENTQUEUE_INCLUDE_DIR}>)
  target_link_libraries(${name} ${scope} ${LAYER_DEPENDS} ${LAYER_LIBRARIES})
  target_compile_features(${name} ${scope} cxx_std_20)
  if(LAYER_SOURCES)
    target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:kumbara_options>)
  endif()
  # Programs of others take the engine and its storage; the rest is ours.
  if(path MATCHES "^(engine|storage)/")
    string(REPLACE "kumbara_" "" export_name ${name})
    set_target_properties(${name} PROPERTIES EXPORT_NAME ${export_name})
    install(TARGETS ${name} EXPORT kumbaraTargets)
  endif()
endfunction()
