#ifndef CSILERO_H
#define CSILERO_H

#include <stddef.h>

/// Silero VAD v6.2 for 16 kHz, in the order in which `scripts/silero-weights.py` wrote it. Aligned to 64 bytes.
const float *_Nonnull silero_weights(void);

size_t silero_weights_count(void);

#endif
