#include "cthread.h"

static __thread char token;

__attribute__((noinline)) uintptr_t cthread_token(void) {
    char *address = &token;
    __asm__ volatile("" : "+r"(address));
    return (uintptr_t)address;
}
