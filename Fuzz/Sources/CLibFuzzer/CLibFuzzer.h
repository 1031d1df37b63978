// libFuzzer as a library: clang's runtime libclang_rt.fuzzer_no_main, which Fuzz/run links.

int LLVMFuzzerRunDriver(int *argumentCount, char ***arguments,
                        int (*examine)(const unsigned char *bytes, unsigned long count));
