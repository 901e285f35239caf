// The entry of libFuzzer, which the compiler links with -sanitize=fuzzer. It brings a main of its own, but SwiftPM names the one it wants.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test_one_input)(const uint8_t *data, size_t size));
