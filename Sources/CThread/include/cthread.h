#pragma once
#include <stdint.h>

/// A number that is the same on one thread and on no other that lives.
///
/// A function of a C target, and opaque: `pthread_self` is declared const, so two calls may be merged across a suspension
/// point, and a `static __thread` in a header would give each module a token of its own.
uintptr_t cthread_token(void);
